import { execFile } from "node:child_process"
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { readChartFiles } from "@/lib/fleet/charts/archive/read-chart-files"
import { digestOfBytes } from "@/lib/fleet/charts/archive-store"
import { installRelease, renderChart, uninstallRelease, upgradeRelease } from "@/lib/kube/helm/helm-commands"
import { failureOf } from "@/tools/testing/failure-of"
import { getHistory } from "@/tools/testing/helm-reads"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { type TestSandbox, testSandbox, testTools } from "@/tools/testing/test-sandbox"
import { deleteDemoCharts, packDemoCharts, readDemoCharts } from "./pack-demo-charts"

const run = promisify(execFile)
const folder = temporaryFolder("demo-charts")
let sandbox: TestSandbox
beforeAll(async () => {
  await packDemoCharts(folder)
  sandbox = await testSandbox()
}, 120_000)
afterAll(() => sandbox.remove())

const archive = (name: string, version: string) => join(folder, `${name}-${version}.tgz`)

const newest = [
  ["matih-ai-service", "1.0.0", "2.0.0"],
  ["matih-query-engine", "0.9.0", "1.1.0"],
  ["matih-data-plane", "3.1.0", "3.3.0-rc.1"],
] as const

describe("demo charts", () => {
  it("are packed to the same bytes every time, and all of them are readable", async () => {
    const names = (await readdir(folder)).sort()
    expect(names).toHaveLength(9)
    const digests = async () =>
      Promise.all(names.map(async (name) => digestOfBytes(await readFile(join(folder, name)))))
    const before = await digests()
    await rm(join(folder, names[0] ?? ""))
    await packDemoCharts(folder)
    expect(await digests()).toEqual(before)
    for (const name of names) {
      const { metadata, readme } = await readChartFiles(await readFile(join(folder, name)))
      expect(`${metadata.name}-${metadata.version}.tgz`).toBe(name)
      expect(readme).toContain(`# ${metadata.name}`)
    }
  })

  it("apply the changes of a version to all later versions", async () => {
    const files = await readChartFiles(await readFile(archive("matih-ai-service", "2.0.0")))
    expect(files.values).toMatchObject({ autoscaling: { enabled: false }, ingress: { enabled: false } })
    expect(files.schema).toMatchObject({ properties: { apiKey: { writeOnly: true } } })
  })

  it("have the same content when packed by Helm", async () => {
    const [chart] = await readDemoCharts()
    if (chart === undefined) throw new Error("There is a chart.")
    const workplace = join(folder, "unpacked")
    for (const [path, content] of chart.source) {
      await mkdir(dirname(join(workplace, path)), { recursive: true })
      await writeFile(join(workplace, path), content)
    }
    await run((await testTools()).helm4.path, ["package", workplace, `--destination=${workplace}`])
    const packed = await readChartFiles(await readFile(join(workplace, `${chart.name}-${chart.version}.tgz`)))
    await rm(workplace, { recursive: true })
    expect(packed).toEqual(await readChartFiles(await readFile(archive(chart.name, chart.version))))
  })

  it("are removed if there is no sandbox", async () => {
    const other = await mkdtemp(join(tmpdir(), "slipway-demo-charts-"))
    await packDemoCharts(other)
    await deleteDemoCharts(other)
    await expect(readdir(other)).rejects.toThrow(/ENOENT/)
  })
})

// With Helm 3, one of them is installed by lib/worker/helm-3.test.ts.
describe("demo charts with Helm", { timeout: 120_000 }, () => {
  it("install their first version, upgrade to the newest and uninstall", async () => {
    const context = sandbox.helm(4)
    for (const [name, first, last] of newest) {
      const where = { releaseName: name, namespace: name }
      const common = { ...where, wait: true, timeoutSeconds: 30, atomic: false }
      await installRelease(context, {
        ...common,
        chart: archive(name, first),
        createNamespace: true,
        values: "{}",
      })
      await upgradeRelease(context, { ...common, chart: archive(name, last), base: "reset", values: "{}" })
      const history = await getHistory(context, where)
      expect(history.map(({ status, chart }) => `${chart} ${status}`)).toEqual([
        `${name}-${first} superseded`,
        `${name}-${last} deployed`,
      ])
      await uninstallRelease(context, { ...where, wait: true, timeoutSeconds: 30 })
    }
  })

  it("do not become ready with a broken image", async () => {
    const context = sandbox.helm(4)
    const where = { releaseName: "broken", namespace: "broken" }
    const failure = await failureOf(
      installRelease(context, {
        ...where,
        chart: archive("matih-ai-service", "1.0.0"),
        createNamespace: true,
        wait: true,
        timeoutSeconds: 2,
        atomic: false,
        values: JSON.stringify({ image: { tag: "broken" } }),
      }),
    )
    expect(failure.kind).toBe("not_ready")
  })

  it("stop at a failing hook Job", async () => {
    const failure = await failureOf(
      installRelease(sandbox.helm(4), {
        releaseName: "hooked",
        namespace: "hooked",
        chart: archive("matih-query-engine", "1.1.0"),
        createNamespace: true,
        wait: true,
        timeoutSeconds: 10,
        atomic: false,
        values: JSON.stringify({ migration: { image: { tag: "failing" } } }),
      }),
    )
    expect(failure.kind).toBe("hook_failed")
  })

  it.each([3, 4] as const)(
    "render autoscaling, the ingress and a Secret if enabled, with Helm %i",
    async (major) => {
      const manifest = await renderChart(sandbox.helm(major), {
        releaseName: "all",
        namespace: "all",
        chart: archive("matih-ai-service", "2.0.0"),
        values: JSON.stringify({
          autoscaling: { enabled: true },
          ingress: { enabled: true, className: "nginx" },
          apiKey: "secret",
          env: { FEATURE: true },
        }),
      })
      expect(manifest).toContain("kind: HorizontalPodAutoscaler")
      expect(manifest).toContain("kind: Ingress")
      expect(manifest).toContain(Buffer.from("secret").toString("base64"))
      expect(manifest).not.toMatch(/^ {2}replicas:/m)
    },
  )
})
