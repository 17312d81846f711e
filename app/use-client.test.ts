import { expect, it } from "vitest"
import { readSourceFiles } from "@/tools/testing/source-files"

const nextEntry = /^app\/(.*\/)?(page|layout|loading|template|error|global-error|not-found|route)\.tsx?$/
const isClient = ({ text }: { text: string }) => text.startsWith('"use client"')

it('"use client" is where server code loads browser code, and not in the files behind it', () => {
  const files = readSourceFiles().filter(({ isTest }) => !isTest)
  const byName = new Map(files.map((file) => [file.path.replace(/\.(tsx?|mjs)$/, ""), file]))
  const reached = new Set(files.filter(({ path }) => nextEntry.test(path)))
  for (const file of reached) {
    if (isClient(file)) continue
    for (const name of file.loads) {
      const loaded = byName.get(name)
      if (loaded !== undefined) reached.add(loaded)
    }
  }
  const behind = files.filter((file) => isClient(file) && !reached.has(file))
  expect(behind.map(({ path }) => path)).toEqual([])
})
