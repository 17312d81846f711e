import { createHash } from "node:crypto"
import { type ChartFiles, unpackChart } from "./unpack-chart"

/** A CustomResourceDefinition that Helm installs with a chart, and never upgrades or removes. */
export type Crd = {
  name: string
  group: string
  kind: string
  /** Tells whether its text changed. */
  digest: string
}

const crdFile = /^(charts\/[^/]+\/)*crds\/.+\.(ya?ml|json)$/
const isCrd = /^kind:\s*["']?CustomResourceDefinition\b/m
const nameField = /^metadata:[\s\S]*?^ {2}name:\s*["']?([\w.-]+)/m
const groupField = /^spec:[\s\S]*?^ {2}group:\s*["']?([\w.-]+)/m
const kindField = /^ {2}names:[\s\S]*?^ {4}kind:\s*["']?(\w+)/m

/** Whether a file of a chart, by its path there, is for definitions of that chart itself. */
export const isCrdFile = (path: string) => path.startsWith("crds/") && crdFile.test(path)

/** The definitions in the `crds` folders of a packaged chart and its subcharts. */
export async function readCrds(archive: Buffer): Promise<Crd[]> {
  return crdsIn(await unpackChart(archive, (path) => crdFile.test(path)))
}

/**
 * The definitions in these files. They are often a megabyte, so their heads are found by lines and nothing is parsed.
 */
export function crdsIn(files: ChartFiles): Crd[] {
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
  const name = find(nameField)
  if (name === "") return []
  return [{ name, group: find(groupField), kind: find(kindField), digest: digestOf(document) }]
}

/** Comments and the spaces at the ends of lines mean nothing. */
function digestOf(document: string): string {
  const text = document
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !/^\s*#/.test(line))
    .join("\n")
  return createHash("sha256").update(text).digest("base64url")
}
