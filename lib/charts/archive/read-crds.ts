import { unpackChart } from "./unpack-chart"

/** A CustomResourceDefinition that Helm installs with a chart, and never upgrades or removes. */
export type Crd = { name: string; group: string; kind: string }

const crdFile = /^(charts\/[^/]+\/)*crds\/.+\.(ya?ml|json)$/
const isCrd = /^kind:\s*["']?CustomResourceDefinition\b/m
const nameField = /^metadata:[\s\S]*?^ {2}name:\s*["']?([\w.-]+)/m
const groupField = /^spec:[\s\S]*?^ {2}group:\s*["']?([\w.-]+)/m
const kindField = /^ {2}names:[\s\S]*?^ {4}kind:\s*["']?(\w+)/m

/**
 * The definitions in the `crds` folders of a packaged chart and its subcharts. They are often a megabyte, so their heads are
 * found by lines and nothing is parsed.
 */
export async function readCrds(archive: Buffer): Promise<Crd[]> {
  const files = await unpackChart(archive, (path) => crdFile.test(path))
  return [...files.values()].flatMap((content) =>
    content
      .toString("utf8")
      .split(/^---.*$/m)
      .flatMap((document) => crdIn(document)),
  )
}

function crdIn(document: string): Crd[] {
  if (!isCrd.test(document)) return []
  const find = (pattern: RegExp) => pattern.exec(document)?.[1] ?? ""
  const crd = { name: find(nameField), group: find(groupField), kind: find(kindField) }
  return crd.name === "" ? [] : [crd]
}
