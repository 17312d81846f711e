import { describe, expect, it } from "vitest"
import { readSourceFiles, type SourceFile } from "@/tools/testing/source-files"

const product = readSourceFiles().filter((file) => !file.isTest)
const byPath = new Map(product.map((file) => [file.path.replace(/\.(tsx?|mjs)$/, ""), file]))

/** The imports of a file, without types and lazily loaded modules. */
function keptImports({ text, imports }: SourceFile): string[] {
  const names = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map(([, name]) => name)
  const onlyTypes = /import (?:type [^;"]*?|\{(?:\s*type [\w ]+,?)+\s*\}) from "([^"]+)"/g
  const dynamicImport = /\bimport\(\s*"([^"]+)"/g
  const excluded = new Set(
    [onlyTypes, dynamicImport].flatMap((one) => [...text.matchAll(one)].map(([, name]) => name)),
  )
  return imports.filter((_, index) => !excluded.has(names[index]))
}

/** The import path from a file to a package, such as `a → b → zod`, or null. */
function importChain(target: string, from: SourceFile, seen = new Set<string>()): string | null {
  if (seen.has(from.path)) return null
  seen.add(from.path)
  for (const name of keptImports(from)) {
    if (name === target) return `${from.path} → ${name}`
    const next = byPath.get(name)
    const way = next === undefined ? null : importChain(target, next, seen)
    if (way !== null) return `${from.path} → ${way}`
  }
  return null
}

describe("The code sent to browsers", () => {
  const client = product.filter(({ text }) => text.startsWith('"use client"'))

  // A browser needs only a few functions of semver, which are imported individually.
  const tooMuch = ["temporal-polyfill", "semver", "next-auth/react"]

  it.each(["zod", "pg", "@prisma/client", "@kubernetes/client-node", ...tooMuch])(
    "never contains %s",
    (name) => {
      expect(client.map((file) => importChain(name, file)).filter((way) => way !== null)).toEqual([])
    },
  )

  it("contains no prefetched page: every link is a PageLink", () => {
    const others = product.filter(
      ({ path, imports }) => imports.includes("next/link") && path !== "components/ui/page-link.tsx",
    )
    expect(others.map(({ path }) => path)).toEqual([])
  })
})
