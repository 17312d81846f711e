import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  installRelease,
  rollbackRelease,
  uninstallRelease,
  upgradeRelease,
} from "@/lib/kube/helm/helm-commands"
import { failureOf } from "@/tools/testing/failure-of"
import { getHistory } from "@/tools/testing/helm-reads"
import { fixtureChart, type TestSandbox, testSandbox } from "@/tools/testing/test-sandbox"

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
}, 120_000)
afterAll(() => sandbox.remove())

const releaseFields = (releaseName: string) => ({
  releaseName,
  namespace: releaseName,
  chart: fixtureChart("demo"),
  wait: true,
  timeoutSeconds: 20,
  atomic: false,
})

describe("Helm against a failing API server", { timeout: 60_000 }, () => {
  test("reports an API server that is down and leaves the release unchanged", async () => {
    const context = sandbox.helm(4)
    await installRelease(context, { ...releaseFields("down"), createNamespace: true, values: "" })
    sandbox.faults.set({ mode: "error", status: 500 })
    const error = await failureOf(
      upgradeRelease(context, { ...releaseFields("down"), base: "reset", values: "replicas: 2" }),
    )
    sandbox.faults.clear()
    expect(error.kind).toBe("unreachable")
    expect((await getHistory(context, releaseFields("down"))).map(({ status }) => status)).toEqual([
      "deployed",
    ])
  })

  test("times out when the API server does not respond", async () => {
    const context = { ...sandbox.helm(4), limits: { wallClockSeconds: 1 } }
    sandbox.faults.set({ mode: "hang" })
    const error = await failureOf(getHistory(context, releaseFields("down")))
    sandbox.faults.clear()
    expect(error.kind).toBe("out_of_time")
  })

  test("records a cancelled upgrade as failed and rolls back if it was atomic", async () => {
    const input = releaseFields("cancelled")
    const context = sandbox.helm(4)
    await installRelease(context, { ...input, createNamespace: true, values: "" })
    const controller = new AbortController()
    const upgrade = failureOf(
      upgradeRelease(
        { ...context, signal: controller.signal },
        { ...input, base: "reset", atomic: true, values: "image: acme/demo:broken" },
      ),
    )
    const statuses = async () => (await getHistory(context, input)).map(({ status }) => status)
    await expect.poll(statuses, { timeout: 10_000 }).toEqual(["deployed", "pending-upgrade"])
    controller.abort()
    expect((await upgrade).kind).toBe("cancelled")
    expect(await statuses()).toEqual(["superseded", "failed", "deployed"])
  })

  test("leaves a killed upgrade pending, which blocks the next one until a rollback", async () => {
    const input = releaseFields("killed")
    const context = sandbox.helm(4)
    await installRelease(context, { ...input, createNamespace: true, values: "" })
    const broken = { ...input, base: "reset" as const, values: "image: acme/demo:broken" }
    const pids: number[] = []
    const killed = failureOf(upgradeRelease({ ...context, onStart: (pid) => pids.push(pid) }, broken))
    const statuses = async () => (await getHistory(context, input)).map(({ status }) => status)
    await expect.poll(statuses, { timeout: 10_000 }).toEqual(["deployed", "pending-upgrade"])
    for (const pid of pids) process.kill(pid, "SIGKILL")
    expect((await killed).kind).toBe("killed")
    expect(await statuses()).toEqual(["deployed", "pending-upgrade"])
    expect((await failureOf(upgradeRelease(context, { ...broken, values: "" }))).kind).toBe("in_progress")
    await rollbackRelease(context, { ...input, revision: 1 })
    expect(await statuses()).toEqual(["superseded", "pending-upgrade", "deployed"])
    await uninstallRelease(context, { ...input })
    expect(await statuses()).toEqual([])
  })

  test("reports a manually changed field as a conflict until it is forced", async () => {
    const input = releaseFields("drifted")
    const context = sandbox.helm(4)
    await installRelease(context, { ...input, createNamespace: true, values: "" })
    await sandbox.kubectl("scale", "deployment/drifted", "--replicas=3", "-n=drifted")
    const upgrade = { ...input, base: "reset" as const, values: "replicas: 2" }
    const error = await failureOf(upgradeRelease(context, upgrade))
    expect(error.kind).toBe("conflict")
    expect(error.message).toContain(".spec.replicas")
    await upgradeRelease(context, { ...upgrade, forceConflicts: true })
    expect(await sandbox.kubectl("get", "deploy/drifted", "-n=drifted", "-o=jsonpath={.spec.replicas}")).toBe(
      "2",
    )
  })
})
