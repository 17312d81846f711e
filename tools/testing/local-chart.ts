import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { packChart } from "@/lib/fleet/charts/archive/pack-chart"
import { builtInFolder } from "@/lib/fleet/charts/named-folders"

/** Adds a chart to the sandbox's repository; `files` are its templates and other files. */
export async function addChart(
  name: string,
  files: Record<string, string>,
  version = "1.0.0",
): Promise<void> {
  const chartFiles = {
    "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: ${version}\n`,
    "values.yaml": "",
    ...files,
  }
  const source = new Map(Object.entries(chartFiles).map(([path, text]) => [path, Buffer.from(text)]))
  await writeFile(join(builtInFolder(), `${name}-${version}.tgz`), packChart(name, source))
}
