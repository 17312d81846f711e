import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { prismaClient } from "@/lib/platform/db/client"
import { removeFolder } from "@/tools/testing/remove-folder"
import { withoutBlocking } from "@/tools/testing/without-blocking"
import { packChart } from "../archive/pack-chart"
import { folderReader } from "./folder-reader"
import type { RepositorySource } from "./repository-source"

let folder: string
let repository: RepositorySource
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-folder-"))
  const id = crypto.randomUUID()
  repository = { id, name: "local", kind: "FOLDER", url: folder, username: null, password: null }
})
afterEach(() => removeFolder(folder))

const pack = (name: string, version: string, files: Record<string, string> = {}) =>
  packChart(
    name,
    new Map([
      ["Chart.yaml", Buffer.from(`apiVersion: v2\nname: ${name}\nversion: ${version}\n`)],
      ...Object.entries(files).map(([path, text]): [string, Buffer] => [path, Buffer.from(text)]),
    ]),
  )
const writeArchive = (file: string, bytes: Buffer) => writeFile(join(folder, file), bytes)
const versionsOf = async (name: string, reader = folderReader()) =>
  (await reader.versionsOf(repository, name)).map(({ version }) => version)

describe("folder repository", () => {
  it("lists charts by name, and versions newest first", async () => {
    await writeArchive("one.tgz", pack("web", "1.9.0"))
    await writeArchive("two.tgz", pack("web", "1.10.0"))
    await writeArchive("three.tgz", pack("api", "0.1.0"))
    const { charts, versions } = await folderReader().list(repository)
    expect([...charts.keys()]).toEqual(["api", "web"])
    expect(charts.get("web")?.versions.map(({ version }) => version)).toEqual(["1.10.0", "1.9.0"])
    expect(versions).toBe(3)
  })

  it("reads neither values nor schema for a listing", async () => {
    await writeArchive("web.tgz", pack("web", "1.0.0", { "values.yaml": "a: [", "values.schema.json": "{" }))
    expect(await versionsOf("web")).toEqual(["1.0.0"])
  })

  it("lists a chart whose description contains characters that the database cannot store", async () => {
    const chartYaml = 'apiVersion: v2\nname: web\nversion: 1.0.0\ndescription: "a\\0b"\n'
    await writeArchive("web.tgz", packChart("web", new Map([["Chart.yaml", Buffer.from(chartYaml)]])))
    const { charts } = await folderReader().list(repository)
    expect(charts.get("web")?.newest.description).toBe("ab")
  })

  it("reports each rejected file with the reason", async () => {
    await writeArchive("good.tgz", pack("good", "1.0.0"))
    await writeArchive("text.tgz", Buffer.from("not a chart"))
    await writeArchive("version.tgz", pack("bad", "latest"))
    expect((await folderReader().list(repository)).refused).toEqual([
      { file: "text.tgz", reason: "The packaged chart is not a readable gzipped tar archive." },
      { file: "version.tgz", reason: "The packaged chart has a Chart.yaml with an invalid version." },
    ])
  })

  it("reads a file again only when its time or size changed, even after a restart", async () => {
    await writeArchive("web.tgz", pack("web", "1.0.0"))
    await writeArchive("gone.tgz", pack("gone", "1.0.0"))
    await folderReader().list(repository)
    const where = { folder_file: { folder, file: "web.tgz" } }
    const stored = await prismaClient().chartArchive.findUniqueOrThrow({ where })
    const changedListing = { ...Object(stored.listed), version: "1.0.1" }
    await prismaClient().chartArchive.update({ where, data: { listed: changedListing } })
    await rm(join(folder, "gone.tgz"))
    const restarted = folderReader()
    expect(await versionsOf("web", restarted)).toEqual(["1.0.1"])
    expect(await prismaClient().chartArchive.count({ where: { folder } })).toBe(1)
    await utimes(join(folder, "web.tgz"), new Date(), new Date(0))
    expect(await versionsOf("web", restarted)).toEqual(["1.0.0"])
  })

  it("is read once for concurrent callers, without blocking the event loop", async () => {
    const text = Array.from({ length: 15_000 }, (_, index) => `key${index}: ${index}`).join("\n")
    for (let index = 0; index < 40; index++) {
      await writeArchive(`web-${index}.tgz`, pack("web", `1.${index}.0`, { "values.yaml": text }))
    }
    const reader = folderReader()
    const lists = await withoutBlocking(() =>
      Promise.all(Array.from({ length: 20 }, () => reader.list(repository))),
    )
    expect(new Set(lists).size).toBe(1)
    expect(lists[0]?.versions).toBe(40)
  })
})
