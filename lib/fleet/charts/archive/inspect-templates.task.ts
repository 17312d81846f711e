import { Parser, type ReadEntry } from "tar"

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
  const findings: TemplateFindings = { lookup: null, crds: false }
  const nested: Buffer[] = []
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({ strict: true })
    parser.on("entry", (entry: ReadEntry) => {
      findings.crds ||= crd.test(entry.path)
      const isSubchart = subchart.test(entry.path)
      if (!isSubchart && !template.test(entry.path)) {
        entry.resume()
        return
      }
      const chunks: Buffer[] = []
      entry.on("data", (chunk: Buffer) => chunks.push(chunk))
      entry.on("end", () => {
        const content = Buffer.concat(chunks)
        if (isSubchart) nested.push(content)
        else if (lookupCall.test(content.toString("utf8"))) findings.lookup ??= entry.path
      })
    })
    parser.on("error", reject)
    parser.on("end", resolve)
    parser.end(Buffer.from(archive))
  })
  for (const inner of nested) {
    const found = await inspectTemplates(inner)
    findings.lookup ??= found.lookup
    findings.crds ||= found.crds
  }
  return findings
}
