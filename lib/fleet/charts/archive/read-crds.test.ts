import { expect, it } from "vitest"
import { crdsIn } from "./read-crds"

const read = (text: string) => crdsIn(new Map([["crds/a.yaml", Buffer.from(text)]]))

const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { labels: { name: "another" }, name: "cogs.example.com" },
  spec: {
    names: { plural: "cogs", kind: "Cog" },
    versions: [{ name: "v1", schema: { openAPIV3Schema: { type: "object", description: "A cog." } } }],
    group: "example.com",
  },
}
const json = JSON.stringify(definition)

const block = (indent: string, comment = "") => `---
${comment}apiVersion: "apiextensions.k8s.io/v1"
kind: 'CustomResourceDefinition'
metadata:
${indent}labels: { name: another }
${indent}name: cogs.example.com
spec:
${indent}names:
${indent}${indent}plural: cogs
${indent}${indent}kind: Cog
${indent}versions:
${indent}- name: v1
${indent}  schema:
${indent}    openAPIV3Schema: { type: object, description: A cog. }
${indent}group: example.com
`

it.each([
  ["indented by two spaces", block("  ")],
  ["indented by four spaces", block("    ")],
  ["with comments", block("  ", "# kind: Nothing\n")],
  ["with Windows line ends", block("  ").replaceAll("\n", "\r\n")],
  ["in flow style", `{kind: CustomResourceDefinition, ${json.slice(1)}`],
  ["as JSON", json],
  ["as indented JSON", JSON.stringify(definition, null, 4)],
  ["in a List", JSON.stringify({ apiVersion: "v1", kind: "List", items: [definition] })],
  ["after a document that is none", `kind: ConfigMap\napiVersion: v1\nmetadata: { name: a }\n---\n${json}\n`],
])("A CRD %s is read", (_how, text) => {
  const [crd, ...otherCrds] = read(text)
  expect(crd).toEqual({ name: "cogs.example.com", group: "example.com", kind: "Cog", digest: digestOf(json) })
  expect(otherCrds).toEqual([])
})

const digestOf = (text: string) => read(text)[0]?.digest

it("A CRD with another schema has another digest", () => {
  const changed = json.replace("A cog.", "A wheel.")
  expect(digestOf(changed)).not.toBe(digestOf(json))
})

it("Documents that are not CRDs or cannot be parsed are ignored", () => {
  expect(read("kind: CustomResourceDefinition\nmetadata: {}\n")).toEqual([])
  expect(read("kind: CustomResourceDefinition\nmetadata: [\n")).toEqual([])
})

it("Many lines that look like the start of a CRD are parsed in linear time", () => {
  const lines = "kind: CustomResourceDefinition\nmetadata:\n".repeat(20_000)
  const before = process.threadCpuUsage()
  expect(read(lines)).toEqual([])
  const { user, system } = process.threadCpuUsage(before)
  expect((user + system) / 1e6).toBeLessThan(10)
})
