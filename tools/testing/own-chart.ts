import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"

/** Slipway's own chart. */
export const ownChart = "deploy/chart/slipway"

/** Packs the chart into a folder, as its current version and as the next one. */
export async function packOwnChart(folder: string): Promise<void> {
  await mkdir(folder)
  const entries = await readdir(ownChart, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = paths.map(async (path) => [relative(ownChart, path), await readFile(path)] as const)
  const source = new Map(await Promise.all(files))
  const manifest = String(source.get("Chart.yaml"))
  for (const version of ["0.1.0", "0.1.1"]) {
    source.set("Chart.yaml", Buffer.from(manifest.replaceAll("ersion: 0.1.0", `ersion: ${version}`)))
    await writeFile(join(folder, `slipway-${version}.tgz`), packChart("slipway", source))
  }
}
