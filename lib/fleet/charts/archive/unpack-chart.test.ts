import { gzipSync } from "node:zlib"
import fc from "fast-check"
import { Header } from "tar"
import { describe, expect, it } from "vitest"
import { packChart } from "./pack-chart"
import { readChartFiles } from "./read-chart-files"
import { archiveLimits, ChartArchiveError, partsOf, refusalOfEntry, unpackChart } from "./unpack-chart"

type Entry = {
  path: string
  content?: string | Buffer
  type?: "File" | "SymbolicLink" | "Link" | "CharacterDevice" | "SparseFile"
  linkpath?: string
}

/** A tar archive with arbitrary entries. */
function tarOf(entries: Entry[]): Buffer {
  const blocks = entries.flatMap(({ path, content = "", type = "File", linkpath }) => {
    const body = Buffer.from(content)
    const header = Buffer.alloc(512)
    new Header({
      path,
      type,
      linkpath,
      size: body.length,
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtime: new Date(0),
    }).encode(header)
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]
  })
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]))
}

const chartYaml = "apiVersion: v2\nname: a\nversion: 1.0.0\n"
const chartFile = { path: "a/Chart.yaml", content: chartYaml }
const reasonOf = (archive: Buffer, limits = archiveLimits) =>
  readChartFiles(archive, limits).then(
    () => "accepted",
    (error: unknown) => (error instanceof ChartArchiveError ? error.message : Promise.reject(error)),
  )

describe("a packaged chart", () => {
  it("returns its metadata, values, schema and readme", async () => {
    const files = await readChartFiles(
      tarOf([
        { ...chartFile, content: `${chartYaml}appVersion: 2\ndeprecated: true\nicon: javascript:alert(1)\n` },
        { path: "a/values.yaml", content: "# how many\nreplicas: 1\n" },
        { path: "a/values.schema.json", content: '{"type":"object"}' },
        { path: "a/README.md", content: "# a" },
        { path: "a/charts/b/Chart.yaml", content: "name: b\nversion: 9.9.9\n" },
        { path: "a/charts/b/values.yaml", content: "replicas: 9\n" },
      ]),
    )
    expect(files).toMatchObject({
      metadata: { name: "a", version: "1.0.0", appVersion: "2", deprecated: true, icon: null },
      valuesYaml: "# how many\nreplicas: 1\n",
      values: { replicas: 1 },
      schema: { type: "object" },
      readme: "# a",
    })
  })

  it("returns texts of bounded length that the database can store and a terminal can show", async () => {
    const description = `description: "a\\0\\e[31mb${"c".repeat(2_000)}"\n`
    const { metadata, readme } = await readChartFiles(
      tarOf([
        { ...chartFile, content: `${chartYaml}appVersion: "1\\a\\x9b31m"\n${description}` },
        { path: "a/README.md", content: "# \u001b[31ma\u0007" },
      ]),
    )
    expect(metadata.appVersion).toBe("1")
    expect(metadata.description).toMatch(/^abc+$/)
    expect(metadata.description?.length).toBeLessThanOrEqual(1_000)
    expect(readme).toBe("# a")
  })

  it("parses values.yaml with Helm's rules and keeps the appVersion as written", async () => {
    const files = await readChartFiles(
      tarOf([
        { ...chartFile, content: `${chartYaml}appVersion: 0123\n` },
        { path: "a/values.yaml", content: "enabled: no\nfileMode: 0400\nenabled: off\n" },
      ]),
    )
    expect(files.values).toEqual({ enabled: false, fileMode: 256 })
    expect(files.metadata.appVersion).toBe("0123")
  })

  it("returns its subcharts, as folders or packed, with everything that determines their values", async () => {
    const packed = tarOf([
      { path: "db/Chart.yaml", content: "name: db\nversion: 1.2\n" },
      { path: "db/values.yaml", content: "port: 0x10\n" },
      { path: "db/values.schema.json", content: '{"type":"object"}' },
    ])
    const dependencies =
      "dependencies:\n- name: db\n  version: 1.x\n  condition: db.enabled\n  tags: [back]\n"
    const { subcharts, ...read } = await readChartFiles(
      tarOf([
        { ...chartFile, content: `${chartYaml}${dependencies}` },
        { path: "a/charts/db-1.2.tgz", content: packed },
        { path: "a/charts/web/Chart.yaml", content: chartYaml.replace("name: a", "name: web") },
        { path: "a/charts/web/charts/deep/Chart.yaml", content: chartYaml.replace("name: a", "name: deep") },
        { path: "a/charts/_old/Chart.yaml", content: "not: read" },
      ]),
    )
    expect(read.dependencies).toMatchObject([
      { name: "db", condition: "db.enabled", tags: ["back"], alias: null },
    ])
    expect(subcharts).toMatchObject([
      { name: "db", version: "1.2", values: { port: 16 }, schema: { type: "object" } },
      { name: "web", subcharts: [{ name: "deep" }] },
    ])
  })

  it("returns its CRDs with digests that ignore comments", async () => {
    const crd = (name: string, extraFields = "") =>
      `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: ${name}\nspec:\n  group: example.com\n  names: { kind: A }\n${extraFields}`
    const crdsOf = async (content: string) =>
      (await readChartFiles(tarOf([chartFile, { path: "a/crds/all.yaml", content }]))).crds
    const [one, two] = await crdsOf(
      `${crd("as.example.com")}---\n${crd("bs.example.com", "  scope: Cluster\n")}`,
    )
    expect([one?.name, two?.name]).toEqual(["as.example.com", "bs.example.com"])
    expect(await crdsOf(`# new words\n${crd("as.example.com", "\n")}`)).toEqual([one])
    expect(await crdsOf(crd("bs.example.com", "  scope: Namespaced\n"))).not.toEqual([two])
    expect(await crdsOf("kind: ConfigMap\nmetadata:\n  name: a.b\n")).toEqual([])
  })

  it("does not need values, schema or readme", async () => {
    expect(await readChartFiles(tarOf([chartFile]))).toMatchObject({ values: {}, schema: null, readme: null })
  })

  it.each<[string, Entry[], RegExp]>([
    ["a parent path", [chartFile, { path: "a/../../etc/passwd" }], /outside its folder/],
    ["an absolute path", [chartFile, { path: "/etc/passwd" }], /outside its folder/],
    ["a Windows path", [chartFile, { path: "a/..\\..\\x" }], /outside its folder/],
    ["a drive", [chartFile, { path: "C:/x" }], /outside its folder/],
    [
      "a symbolic link",
      [chartFile, { path: "a/x", type: "SymbolicLink", linkpath: "/etc/passwd" }],
      /SymbolicLink/,
    ],
    ["a hard link", [chartFile, { path: "a/x", type: "Link", linkpath: "a/Chart.yaml" }], /Link/],
    ["a device", [chartFile, { path: "a/x", type: "CharacterDevice" }], /CharacterDevice/],
    ["an entry of an unknown kind", [chartFile, { path: "a/../../x", type: "SparseFile" }], /unknown type/],
    ["two folders", [chartFile, { path: "b/Chart.yaml" }], /one folder/],
    ["a file next to the folder", [chartFile, { path: "loose" }], /one folder/],
    ["a file twice", [chartFile, { path: "a/charts/b.tgz" }, { path: "a/./charts//b.tgz" }], /b.tgz twice/],
    ["no Chart.yaml", [{ path: "a/values.yaml" }], /no Chart.yaml/],
    [
      "a subchart without a Chart.yaml",
      [chartFile, { path: "a/charts/b/values.yaml" }],
      /charts\/b that has no Chart/,
    ],
    ["an invalid version", [{ ...chartFile, content: "name: a\nversion: latest\n" }], /version/],
    ["a name that is a path", [{ ...chartFile, content: "name: ../a\nversion: 1.0.0\n" }], /name/],
    ["values that are a list", [chartFile, { path: "a/values.yaml", content: "- 1\n" }], /must be a map/],
    [
      "values that are not YAML",
      [chartFile, { path: "a/values.yaml", content: "a: [" }],
      /not valid YAML \(line 1\)/,
    ],
    [
      "a schema that is not JSON",
      [chartFile, { path: "a/values.schema.json", content: "{" }],
      /values.schema.json/,
    ],
  ])("is rejected with %s", async (_what, entries, reason) => {
    expect(await reasonOf(tarOf(entries))).toMatch(reason)
  })

  it("is rejected when it is not an archive or ends early", async () => {
    expect(await reasonOf(Buffer.from("hello"))).toMatch(/not a readable gzipped tar/)
    expect(await reasonOf(gzipSync(Buffer.from("hello".repeat(500))))).toMatch(
      /not a readable gzipped tar|one folder/,
    )
    const archive = tarOf([chartFile, { path: "a/values.yaml", content: "x".repeat(5_000) }])
    expect(await reasonOf(archive.subarray(0, archive.length - 40))).not.toBe("accepted")
  })

  it("is rejected when it is a decompression bomb, before it is expanded", async () => {
    const zeroes = gzipSync(Buffer.alloc(120 * 1_048_576))
    expect(zeroes.length).toBeLessThan(200_000)
    expect(await reasonOf(zeroes)).not.toBe("accepted")
    const largeArchive = tarOf([chartFile, { path: "a/x", content: "x".repeat(3_000) }])
    expect(await reasonOf(largeArchive, { ...archiveLimits, unpackedBytes: 4_000 })).toMatch(
      /unpacks to more/,
    )
    expect(await reasonOf(largeArchive, { ...archiveLimits, fileBytes: 2_000 })).toMatch(/a file of more/)
    expect(await reasonOf(largeArchive, { ...archiveLimits, files: 1 })).toMatch(/more than 1 files/)
    expect(await reasonOf(largeArchive, { ...archiveLimits, archiveBytes: 10 })).toMatch(/larger/)
    const values = tarOf([chartFile, { path: "a/values.yaml", content: "a: [1, 2, 3]" }])
    expect(await reasonOf(values, { ...archiveLimits, values: 4 })).toMatch(/values.yaml with more than 4/)
    const deep = tarOf([chartFile, { path: `a/${"d/".repeat(40)}x` }])
    expect(await reasonOf(deep)).toMatch(/folders nested/)
    const expandingAliases = [
      "a: &a [x,x,x,x,x,x,x,x,x]",
      ...[..."bcdefgh"].map((key, index) => `${key}: &${key} [${`*${"abcdefg"[index]},`.repeat(9)}]`),
    ]
    expect(
      await reasonOf(tarOf([chartFile, { path: "a/values.yaml", content: expandingAliases.join("\n") }])),
    ).toMatch(/Aliases expand/)
  })

  it("is rejected when its schema is nested too deep", async () => {
    for (const levels of [200, 5_000, 100_000]) {
      const content = `${'{"not":'.repeat(levels)}{}${"}".repeat(levels)}`
      const archive = tarOf([chartFile, { path: "a/values.schema.json", content }])
      expect(await reasonOf(archive)).toMatch(/values.schema.json .* nested/)
    }
  })

  it("survives packing and unpacking with any file names and contents", async () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9._-]{0,20}$/)
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, fc.uint8Array({ maxLength: 2_000 }), { minKeys: 1 }),
        async (files) => {
          const source = new Map(Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes)]))
          const archive = packChart("a", source)
          expect(packChart("a", source).equals(archive)).toBe(true)
          const read = await unpackChart(archive, () => true)
          expect([...read.keys()].sort()).toEqual([...source.keys()].sort())
          expect([...source].every(([path, bytes]) => read.get(path)?.equals(bytes))).toBe(true)
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe("the path of an archive entry", () => {
  it("never leaves the chart folder once accepted", () => {
    const part = fc.constantFrom("..", ".", "", "a", "b.yaml", "...", "..a", "\\", "C:")
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const path = parts.join("/")
        fc.pre(refusalOfEntry({ path, type: "File", size: 1 }, archiveLimits) === null)
        expect(new URL(partsOf(path).map(encodeURIComponent).join("/"), "file:///chart/").pathname).toMatch(
          /^\/chart\//,
        )
      }),
    )
  })
})
