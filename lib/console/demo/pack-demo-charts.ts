import { randomUUID } from "node:crypto"
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join, relative, sep } from "node:path"
import { type ChartSource, packChart } from "@/lib/fleet/charts/archive/pack-chart"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"
import { isSandboxEnabled } from "@/lib/kube/cluster/sandbox-enabled"
import { distPath } from "@/lib/platform/dist-path"
import { compareVersions } from "@/lib/platform/semver/version"

/** `name/version/…`: a version contains only its changes, which are applied on top of earlier versions. */
const sources = () => distPath("charts")

type DemoChart = { name: string; version: string; source: ChartSource }

/** The demo charts, each version with all of its files. */
export async function readDemoCharts(): Promise<DemoChart[]> {
  const names = (await readdir(sources())).sort()
  return (await Promise.all(names.map(readVersions))).flat()
}

async function readVersions(name: string): Promise<DemoChart[]> {
  const versions = (await readdir(join(sources(), name))).sort(compareVersions)
  let before: ChartSource = new Map()
  const charts: DemoChart[] = []
  for (const version of versions) {
    before = new Map([...before, ...(await readSource(join(sources(), name, version)))])
    charts.push({ name, version, source: before })
  }
  return charts
}

async function readSource(folder: string): Promise<ChartSource> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(
      paths.map(async (path): Promise<[string, Buffer]> => {
        return [relative(folder, path).replaceAll(sep, "/"), await readFile(path)]
      }),
    ),
  )
}

/** Packs the demo charts into the data folder, where they form the repository `demo`. */
export async function packDemoCharts(folder = builtInFolder()): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { name, version, source } of await readDemoCharts()) {
    await writeWhole(folder, `${name}-${version}.tgz`, packChart(name, source))
  }
}

/** Deletes the demo charts, which must not be offered without a sandbox. */
export async function deleteDemoCharts(folder = builtInFolder()): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

/** Atomic replace: concurrent readers see the old file or the new one. An unchanged file is kept. */
async function writeWhole(folder: string, name: string, bytes: Buffer): Promise<void> {
  const path = join(folder, name)
  const existing = await readFile(path).catch(() => null)
  if (existing?.equals(bytes)) return
  const temporaryPath = join(folder, `.${randomUUID()}`)
  await writeFile(temporaryPath, bytes)
  await rename(temporaryPath, path)
}

/** The sandbox always has the charts, even without demo data: otherwise there would be nothing to install. */
export function ensureDemoCharts(): Promise<void> {
  return isSandboxEnabled() ? packDemoCharts() : deleteDemoCharts()
}
