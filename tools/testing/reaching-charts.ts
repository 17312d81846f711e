import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"

const object = (condition: string, text: string) =>
  `{{- if eq .Values.reach "${condition}" }}\n---\n${text}{{- end }}\n`

const configMap = (name: string, namespace: string, extra = "") =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n${extra}data: {}\n`

const hook = "  annotations:\n    helm.sh/hook: pre-install,pre-upgrade\n"

const templates = [
  `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
data:
  text: {{ tpl .Values.text . | quote }}
`,
  object("namespace", configMap("{{ .Release.Name }}-elsewhere", "{{ .Values.other }}")),
  object("hook", configMap("{{ .Release.Name }}-hook", "{{ .Values.other }}", hook)),
  object(
    "cluster-role",
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: {{ .Release.Name }}\nrules: []\n",
  ),
].join("---\n")

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: reaches.example.test
spec:
  group: example.test
  names: { kind: Reach, plural: reaches, singular: reach }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
`

/**
 * Charts that try to reach beyond their namespace. `reach` does so through its values: `text` is rendered as a template, and
 * `reach` is `namespace`, `hook` or `cluster-role`. `reach-definitions` contains a CRD, `reach-lookup` a template with
 * `lookup`.
 */
export async function packReachingCharts(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const charts: Record<string, Record<string, string>> = {
    reach: { "templates/all.yaml": templates },
    "reach-definitions": { "crds/reaches.yaml": definition, "templates/all.yaml": templates },
    "reach-lookup": {
      "templates/all.yaml": `${configMap("{{ .Release.Name }}", "{{ .Release.Namespace }}")}# {{ len (lookup "v1" "Secret" .Values.other "") }}\n`,
    },
  }
  for (const [name, files] of Object.entries(charts)) {
    const chartFiles = {
      "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: 1.0.0\nappVersion: 1.0.0\n`,
      "values.yaml": "text: nothing\nreach: nowhere\nother: default\n",
      ...files,
    }
    const source = new Map(Object.entries(chartFiles).map(([path, text]) => [path, Buffer.from(text)]))
    await writeFile(join(folder, `${name}-1.0.0.tgz`), packChart(name, source))
  }
}

/** A value that reveals the Secrets of a namespace if it is rendered as a template with access to them. */
export const readingSecrets = (namespace: string): string =>
  `{{ range (lookup "v1" "Secret" "${namespace}" "").items }}found {{ .metadata.name }}{{ end }}`
