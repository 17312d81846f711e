import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { describeApi } from "./describe-api"

const methods = ["get", "post", "put", "patch", "delete"]

/** `METHOD path` of every endpoint that the tables headed "under `prefix`" name. */
function endpointsOfReadme(text: string): string[] {
  const named: string[] = []
  let prefix: string | null = null
  for (const line of text.split("\n")) {
    const cells = line.startsWith("|") ? line.split("|").slice(1, -1) : null
    if (cells === null) prefix = null
    else if (prefix === null) prefix = /under `([^`]+)`/.exec(cells[0] ?? "")?.[1] ?? null
    else named.push(...endpointsOfCell(cells[0] ?? "", prefix))
  }
  return named
}

/** A path without a method has that of the one before it. */
function endpointsOfCell(cell: string, prefix: string): string[] {
  let method = ""
  return [...cell.matchAll(/`(?:([A-Z]+) )?(\/[^`]*)`/g)].map(([, given, path]) => {
    method = given ?? method
    return `${method} ${path === "/" ? prefix : `${prefix}${path}`}`
  })
}

function endpointsOfDocument(): string[] {
  const paths = Object.entries(describeApi().paths ?? {})
  return paths.flatMap(([path, item]) =>
    Object.keys(item)
      .filter((key) => methods.includes(key))
      .map((method) => `${method.toUpperCase()} ${path}`),
  )
}

describe("The README", () => {
  it("names every endpoint of the OpenAPI document, and none beside", () => {
    const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8")
    expect(endpointsOfReadme(readme).toSorted()).toEqual(endpointsOfDocument().toSorted())
  })
})
