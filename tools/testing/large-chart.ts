/** The kinds defined by the chart, and their plurals. */
export const customKinds = { Monitor: "monitors", Alert: "alerts", Probe: "probes" }
const counts = { configMaps: 60, services: 15, customObjects: 10 }
/** The number of objects in the chart. */
export const largeChartObjects = counts.configMaps + counts.services + 3 * counts.customObjects + 2

/** The schema is as long as those of operators that describe a complete Pod. */
function crdOf(kind: string, plural: string): string {
  const field = (index: number) =>
    `                field${index}: { type: string, description: "Setting ${index} of a ${kind}. ${"More about it. ".repeat(20)}" }`
  const fields = Array.from({ length: 400 }, (_, index) => field(index)).join("\n")
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.large.example.com
spec:
  group: large.example.com
  names:
    kind: ${kind}
    plural: ${plural}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
${fields}
`
}

const repeated = (count: number, body: string) =>
  `{{- range $index := until ${count} }}\n---\n${body}\n{{- end }}\n`

/** About 75 KB that compress well, because Helm's record is limited to 1 MiB. */
const dashboard = `apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ $.Release.Name }}-dashboard-{{ $index }}", labels: { round: {{ $.Values.round | quote }} } }
data:
  dashboard.json: |
    {{- range $panel := until 560 }}
    { "id": {{ $panel }}, "title": "Panel {{ $panel }} of {{ $index }}, round {{ $.Values.round }}", "expr": "sum(rate(http_requests_total{job='web'}[5m]))", "unit": "reqps" },
    {{- end }}`

const service = `apiVersion: v1
kind: Service
metadata: { name: "{{ $.Release.Name }}-{{ $index }}" }
spec: { selector: { app: web }, ports: [{ port: 80 }] }`

const customObject = (kind: string) => `apiVersion: large.example.com/v1
kind: ${kind}
metadata: { name: "{{ $.Release.Name }}-{{ $index }}" }
spec: { field0: "{{ $.Values.round }}", field1: "number {{ $index }}" }`

const workload = `apiVersion: v1
kind: Secret
metadata: { name: {{ .Release.Name }} }
stringData: { password: {{ .Values.password | quote }} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: {{ .Release.Name }} }
spec:
  replicas: {{ .Values.replicaCount }}
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:1" }] }
`

/** The files of a chart that renders 107 objects and over 4 MB, some of kinds that its CRDs define, as operators' do. */
export function largeChart(): Record<string, string> {
  const kinds = Object.entries(customKinds)
  return {
    "values.yaml": "round: 1\nreplicaCount: 1\npassword: a-password-of-the-chart\n",
    "templates/dashboards.yaml": repeated(counts.configMaps, dashboard),
    "templates/services.yaml": repeated(counts.services, service),
    "templates/workload.yaml": workload,
    ...Object.fromEntries(kinds.map(([kind, plural]) => [`crds/${plural}.yaml`, crdOf(kind, plural)])),
    ...Object.fromEntries(
      kinds.map(([kind, plural]) => [
        `templates/${plural}.yaml`,
        repeated(counts.customObjects, customObject(kind)),
      ]),
    ),
  }
}
