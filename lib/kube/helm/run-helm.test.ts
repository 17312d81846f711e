import { chmod, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest"
import { type Helm, runHelm } from "@/lib/kube/helm/run-helm"
import { failureOf } from "@/tools/testing/failure-of"
import { temporaryFolder } from "@/tools/testing/temporary-folder"
import { testTools } from "@/tools/testing/test-sandbox"
import { renderChart } from "./helm-commands"
import { runningHelm } from "./helm-processes"

const folder = temporaryFolder("run")
let real: Helm
beforeAll(async () => {
  real = (await testTools()).helm4
}, 120_000)
afterEach(() => vi.unstubAllEnvs())

/** A fake helm: a Node program. */
async function fakeHelm(name: string, source: string): Promise<Helm> {
  const path = join(folder, name)
  await writeFile(path, `#!${process.execPath}\n${source}`)
  await chmod(path, 0o755)
  return { path, version: "4.2.3", major: 4, source: "PATH", warning: null }
}

/** Node needs more memory than Helm. */
const roomy = { memoryMegabytes: 4_096 }

describe("runHelm", () => {
  test("uses a temporary environment without our variables", async () => {
    const helm = await fakeHelm("see.cjs", "process.stdout.write(JSON.stringify(process.env))")
    process.env.SLIPWAY_CANARY = "canary"
    const output = await runHelm({ helm, limits: roomy, kubeconfig: "secret kubeconfig" }, { args: [] })
    delete process.env.SLIPWAY_CANARY
    const variables: Record<string, string> = JSON.parse(output)
    expect(output).not.toContain("canary")
    expect(Object.keys(variables).filter((name) => name.startsWith("SLIPWAY"))).toEqual([])
    expect(variables).toMatchObject({ HELM_NO_PLUGINS: "1", HELM_DRIVER: "secret", NO_COLOR: "1" })
    for (const name of ["HOME", "KUBECONFIG", "HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"]) {
      expect(variables[name]).toContain("slipway-helm-")
    }
    await expect(readFile(variables.KUBECONFIG ?? "")).rejects.toThrow("ENOENT")
  })

  test("passes variables of SLIPWAY_HELM_ENV, except those that would replace its folders", async () => {
    const helm = await fakeHelm("named.cjs", "process.stdout.write(JSON.stringify(process.env))")
    vi.stubEnv("SLIPWAY_HELM_ENV", "AWS_PROFILE, AWS_REGION,HOME")
    for (const name of ["AWS_PROFILE", "AWS_SECRET_ACCESS_KEY"]) vi.stubEnv(name, `of ${name}`)
    const variables = JSON.parse(await runHelm({ helm, limits: roomy }, { args: [] }))
    expect(variables).toMatchObject({
      AWS_PROFILE: "of AWS_PROFILE",
      HOME: expect.stringContaining("slipway-helm-"),
    })
    expect(Object.keys(variables).filter((name) => name.startsWith("AWS"))).toEqual(["AWS_PROFILE"])
  })

  test("passes a kubeconfig readable only by this user, and values only through stdin", async () => {
    const helm = await fakeHelm(
      "files.cjs",
      `const fs = require("fs"); const input = fs.readFileSync(0, "utf8")
       const mode = (fs.statSync(process.env.KUBECONFIG).mode & 0o777).toString(8)
       const home = (fs.statSync(process.env.HOME).mode & 0o777).toString(8)
       process.stdout.write(JSON.stringify({ mode, home, input, argv: process.argv }))`,
    )
    const output = await runHelm(
      { helm, limits: roomy, kubeconfig: "k" },
      { args: ["x"], input: "password: canary" },
    )
    expect(JSON.parse(output)).toMatchObject({ mode: "600", home: "700", input: "password: canary" })
    expect(JSON.stringify(JSON.parse(output).argv)).not.toContain("canary")
  })
})

describe("limits", () => {
  test("stops a call that takes too long", async () => {
    const helm = await fakeHelm("sleep.cjs", "setTimeout(() => {}, 60_000)")
    const error = await failureOf(
      runHelm({ helm, limits: { ...roomy, wallClockSeconds: 0.3 } }, { args: [] }),
    )
    expect(error).toMatchObject({ kind: "out_of_time", message: "Helm was stopped after 0.3 seconds." })
  })

  test("survives a chart that exhausts memory", { timeout: 60_000 }, async () => {
    const chart = join(folder, "bomb")
    const { mkdir } = await import("node:fs/promises")
    await mkdir(join(chart, "templates"), { recursive: true })
    await writeFile(join(chart, "Chart.yaml"), "apiVersion: v2\nname: bomb\nversion: 1.0.0\n")
    const bomb =
      '{{ $x := "0123456789abcdef" }}{{ range until 40 }}{{ $x = printf "%s%s" $x $x }}{{ end }}a: {{ $x }}'
    await writeFile(join(chart, "templates", "bomb.yaml"), bomb)
    const input = { releaseName: "bomb", namespace: "default", chart, values: "" }
    const error = await failureOf(
      renderChart({ helm: real, limits: { memoryMegabytes: 400, wallClockSeconds: 30 } }, input),
    )
    expect(["out_of_memory", "killed"]).toContain(error.kind)
  })

  test("stops a call with unlimited output", async () => {
    const helm = await fakeHelm(
      "flood.cjs",
      'const b = "x".repeat(65536); const w = () => process.stdout.write(b, w); w()',
    )
    const error = await failureOf(
      runHelm({ helm, limits: { ...roomy, outputBytes: 1_000_000 } }, { args: [] }),
    )
    expect(error.kind).toBe("too_much_output")
  })

  test("reports a missing helm", async () => {
    const helm: Helm = { ...real, path: join(folder, "nothing") }
    expect((await failureOf(runHelm({ helm }, { args: [] }))).message).toMatch(/\S/)
  })
})

describe("stopping", () => {
  const patientScript = `process.on("SIGTERM", () => { process.stderr.write("stopping\\n"); process.exit(1) })
    process.stderr.write("\\u001b[31mready\\u001b[0m\\n"); setTimeout(() => process.exit(0), Number(process.argv[2]))`

  test("stops a cancelled call, both before and after it has started", async () => {
    const helm = await fakeHelm("patient.cjs", patientScript)
    const controller = new AbortController()
    const lines: string[] = []
    const onLine = (line: string) => {
      lines.push(line)
      if (line === "ready") controller.abort()
    }
    const error = await failureOf(
      runHelm({ helm, limits: roomy, signal: controller.signal, onLine }, { args: ["60000"] }),
    )
    expect(error.kind).toBe("cancelled")
    expect(lines).toEqual(["ready", "stopping"])
    const lateError = await failureOf(runHelm({ helm, signal: controller.signal }, { args: ["1"] }))
    expect(lateError.message).toBe("The operation was cancelled before Helm started.")
  })

  test.each([
    ["does not start a call that is cancelled during preparation", true],
    ["does not start a rollback that is cancelled during preparation", false],
  ])("%s", async (_, canSignal) => {
    const helm = await fakeHelm("patient-three.cjs", patientScript)
    const controller = new AbortController()
    const started: number[] = []
    const context = {
      helm,
      limits: roomy,
      signal: controller.signal,
      onStart: (pid: number) => started.push(pid),
    }
    const running = failureOf(runHelm(context, { args: ["5000"], canSignal }))
    controller.abort()
    expect((await running).message).toBe("The operation was cancelled before Helm started.")
    expect(started).toEqual([])
  })

  test("does not start a call that loses its permission during preparation", async () => {
    const helm = await fakeHelm("patient-four.cjs", patientScript)
    const error = await failureOf(runHelm({ helm, canStart: () => false }, { args: ["5000"] }))
    expect(error.kind).toBe("cancelled")
  })

  test("never signals a rollback or uninstall", async () => {
    const helm = await fakeHelm("patient-too.cjs", patientScript)
    const controller = new AbortController()
    const lines: string[] = []
    const onLine = (line: string) => {
      lines.push(line)
      controller.abort()
    }
    let ended: Promise<unknown> | null = null
    const onUnstoppable = (promise: Promise<unknown>) => {
      ended = promise
    }
    await runHelm(
      { helm, limits: roomy, signal: controller.signal, onLine, onUnstoppable },
      { args: ["300"], canSignal: false },
    )
    expect(lines).toEqual(["ready"])
    await expect(ended).resolves.toMatchObject({ code: 0 })
  })

  test("finds a marked call while it runs, but not afterwards", async () => {
    const helm = await fakeHelm("marked.cjs", patientScript)
    const controller = new AbortController()
    let descendants: Promise<number[] | null> | null = null
    let pid = 0
    const context = {
      helm,
      limits: roomy,
      mark: "operation-7",
      signal: controller.signal,
      onStart: (started: number) => {
        pid = started
      },
      onLine: () => {
        descendants ??= runningHelm("operation-7").finally(() => controller.abort())
      },
    }
    await failureOf(runHelm(context, { args: ["60000"] }))
    expect(await descendants).toEqual([pid])
    expect(await runningHelm("operation-7")).toEqual([])
  })
})
