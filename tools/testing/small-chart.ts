import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"

/** One ConfigMap. From 1.1.0 on, the value `refuse` fails before Helm creates a revision, and `spoil` after that. */
export const smallChart = "small"
export const smallVersions = ["1.0.0", "1.1.0", "1.2.0", "2.0.0"] as const

const configMap = `{{- $newer := semverCompare ">=1.1.0" .Chart.Version -}}
{{- if and .Values.refuse $newer }}{{ fail "this tenant is not ready for it" }}{{ end -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ if and .Values.spoil $newer }}Not_A_Name{{ else }}{{ .Release.Name }}{{ end }}
data:
  version: {{ .Chart.Version | quote }}
  greeting: {{ .Values.greeting | quote }}
`

const schema = {
  type: "object",
  properties: { greeting: { type: "string" }, refuse: { type: "boolean" }, spoil: { type: "boolean" } },
}

/** Adds its versions to the sandbox's charts. */
export async function packSmallChart(): Promise<void> {
  for (const version of smallVersions) {
    const files = {
      "Chart.yaml": `apiVersion: v2\nname: ${smallChart}\nversion: ${version}\nappVersion: ${version}\n`,
      "values.yaml": "greeting: hello\nrefuse: false\nspoil: false\n",
      "values.schema.json": JSON.stringify(schema),
      "templates/configmap.yaml": configMap,
    }
    const source = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]))
    await writeFile(join(builtInFolder(), `${smallChart}-${version}.tgz`), packChart(smallChart, source))
  }
}
