import { unpackChart } from "./unpack-chart"

type TemplateFindings = {
  /** A template that reads cluster objects while it is rendered. */
  lookup: string | null
  /** Contains CRDs, which Helm creates before everything else. */
  crds: boolean
}

const subchart = /(^|\/)charts\/[^/]+\.tgz$/
const template = /(^|\/)templates\//
const crd = /(^|\/)crds\/.+\.(ya?ml|json)$/
const lookupCall = /\blookup\b/

/** Inspects the templates of a chart whose archive was already checked, including those of its subcharts, in a worker thread. */
export default async function inspectTemplates(archive: Uint8Array): Promise<TemplateFindings> {
  const isInspected = (path: string) => [subchart, template, crd].some((pattern) => pattern.test(path))
  const findings: TemplateFindings = { lookup: null, crds: false }
  for (const [path, content] of await unpackChart(Buffer.from(archive), isInspected)) {
    findings.crds ||= crd.test(path)
    if (subchart.test(path)) {
      const nestedFindings = await inspectTemplates(content)
      findings.lookup ??= nestedFindings.lookup
      findings.crds ||= nestedFindings.crds
    } else if (template.test(path) && lookupCall.test(content.toString("utf8"))) findings.lookup ??= path
  }
  return findings
}
