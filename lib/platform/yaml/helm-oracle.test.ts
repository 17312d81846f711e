import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { parse } from "yaml"
import { renderChart } from "@/lib/kube/helm/helm-commands"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { testTools } from "@/tools/testing/test-sandbox"
import { readValues } from "./read-yaml"
import { writeHelmInput, writeYaml } from "./write-yaml"
import { YamlError } from "./yaml-error"

const seed = 20_261_128
const folder = temporaryFolder("yaml")
let helmReads: (text: string) => Promise<unknown>

beforeAll(async () => {
  await mkdir(join(folder, "templates"))
  await writeFile(join(folder, "Chart.yaml"), "apiVersion: v2\nname: echo\nversion: 1.0.0\n")
  await writeFile(
    join(folder, "templates", "values.yaml"),
    "values: {{ .Values | toJson | b64enc | quote }}\n",
  )
  const { helm4: helm } = await testTools()
  helmReads = async (values) => {
    const rendered = await renderChart({ helm }, { releaseName: "a", namespace: "a", chart: folder, values })
    return JSON.parse(Buffer.from(parse(rendered).values, "base64").toString("utf8"))
  }
})

const word = fc.constantFrom(
  "y",
  "Y",
  "n",
  "yes",
  "No",
  "ON",
  "off",
  "true",
  "False",
  "yEs",
  "null",
  "~",
  "",
  "Null",
  "nULL",
  "nan",
  "0400",
  "0o17",
  "08",
  "0x1F",
  "0b101",
  "0b-1",
  "-0777",
  "1_000",
  "0x_1f",
  "_1",
  "0_",
  "1e3",
  "1.",
  ".5",
  ".5_0",
  "+.5",
  "1e999",
  "1e-999",
  "-0",
  "+1",
  "9007199254740993",
  "18446744073709551615",
  "1e5_0",
  "00",
  "2001-01-01",
  "2001-12-14t21:59:43.10-05:00",
  "12:30:45",
  "1.2.3",
  "<<",
  "=",
  "-",
  "a#b",
  "a b",
  "http://x/y",
)
const number = fc.string({ unit: fc.constantFrom(..."0123456789+-._xXoObBeE:"), minLength: 1, maxLength: 7 })
const tag = fc.constantFrom("", "", "", "", "!!str ", "!!int ", "!!float ", "!!bool ", "!custom ", "! ")
const quoted = fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text))
const scalar = fc
  .tuple(
    tag,
    fc.oneof(
      word,
      number,
      quoted,
      word.map((text) => `'${text}'`),
    ),
  )
  .map(([tagged, text]) => `${tagged}${text}`)

type Writer = (indent: string) => string
const { node } = fc.letrec<{ node: Writer; map: Writer; list: Writer }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    scalar.map((text) => () => ` ${text}\n`),
    fc.constantFrom<Writer>(
      () => " *x\n",
      () => " *y\n",
    ),
    fc
      .tuple(
        fc.constantFrom("|", ">", "|-", ">+", ">-", "|+", "|1", "|2", "|2-", ">2+", ">2"),
        fc.array(fc.constantFrom("a", "  b", "", " c", "# d", "e: f", "g\t", " ", "   "), {
          minLength: 1,
          maxLength: 4,
        }),
      )
      .map(([head, lines]) => (indent: string) => {
        const block = head === "|1" ? ` ${indent.slice(2)}` : indent
        return ` ${head}\n${lines.map((line) => `${line === "" ? "" : block}${line}\n`).join("")}`
      }),
    fc.array(scalar, { maxLength: 3 }).map((items) => () => ` [${items.join(", ")}]\n`),
    tie("map"),
    tie("list"),
  ),
  map: fc
    .tuple(
      fc.constantFrom("", "", " &x", " &y", " !custom"),
      fc.array(fc.tuple(fc.oneof(fc.constantFrom("a", "b", "c", "<<", '"q"'), scalar), tie("node")), {
        minLength: 1,
        maxLength: 4,
      }),
    )
    .map(
      ([properties, entries]) =>
        (indent: string) =>
          `${properties}\n${entries.map(([key, value]) => `${indent}${key}:${value(`${indent}  `)}`).join("")}`,
    ),
  list: fc
    .array(tie("node"), { minLength: 1, maxLength: 3 })
    .map(
      (items) => (indent: string) => `\n${items.map((item) => `${indent}-${item(`${indent}  `)}`).join("")}`,
    ),
}))

function tryRead(text: string): unknown {
  try {
    return readValues(text).values
  } catch (error) {
    if (error instanceof YamlError) return error
    throw error
  }
}

describe("readYaml compared with Helm", () => {
  it("agrees for any combination of scalars, anchors, merges, blocks and keys", async () => {
    // One Helm call reads many texts, each under its own key, without those that readYaml rejects.
    const texts = fc.sample(node, { seed, numRuns: 4_000 }).map((write) => write("    "))
    const readable = texts.filter((text) => !(tryRead(`a: &x 1\nb: &y {a: 1}\nc:${text}`) instanceof Error))
    expect(readable.length).toBeGreaterThan(1_000)
    for (let start = 0; start < readable.length; start += 500) {
      const entries = readable.slice(start, start + 500).map((text, index) => `s${index}:${text}`)
      const document = `x: &x 1\ny: &y {a: 1}\n${entries.join("")}`
      expect(tryRead(document)).toEqual(await helmReads(document))
    }
  })

  it.each([
    "a: 1\na: 2\n",
    "a: {b: 1}\n---\na: {c: 2}\n--- # more\nd: 3\n",
    "---\n# nothing\n",
    "\ufeffa: 1\r\nb: |\r\n  x\r\n",
    "a: 1\n...\nb: 2\n",
    "%YAML 1.1\n---\na: 1\n",
    "a: 1\n--- b\n",
    "a: .inf",
    "~: 1",
    "a: {<<: 1}",
    "a:\n\tb: 1",
    "a: \u007f",
    'a: "\\/"',
    "a: !!int x",
    "- a",
    "a: *x",
  ])("agrees for %j, or both reject it", async (text) => {
    const helmResult = await helmReads(text).catch(() => "refused")
    const result = tryRead(text)
    expect(result instanceof Error ? "refused" : result).toEqual(helmResult)
  })
})

describe("Written values read by Helm", () => {
  const text = fc.oneof(
    word,
    number,
    fc.string({ maxLength: 12 }),
    fc.string({ unit: "binary", maxLength: 6 }).filter((one) => one.isWellFormed()),
    fc.string({ unit: fc.constantFrom(..."ab: -\n\t#&*!|>'\"%@`{}[],?\\.\u0085\u2028\ufeff\u007f") }),
    fc.constantFrom("a\nb\n", "a\n  b\n c", "---", "x".repeat(1_100)),
  )
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
      fc.boolean(),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(text, tie("value"), { maxKeys: 3 }),
    ),
  }))
  const values = fc
    .sample(fc.dictionary(text, value, { maxKeys: 4 }), { seed, numRuns: 1_000 })
    .map((one, index) => [`s${index}`, JSON.parse(JSON.stringify(one))])

  it.each([
    ["as YAML", (value: unknown) => writeYaml(value, { sortKeys: true })],
    ["for its standard input", writeHelmInput],
  ])("%s", async (_how, write) => {
    const entries = Object.fromEntries(values)
    expect(readValues(write(entries)).values).toEqual(entries)
    expect(await helmReads(write(entries))).toEqual(entries)
  })
})
