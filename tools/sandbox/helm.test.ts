import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  installRelease,
  rollbackRelease,
  uninstallRelease,
  upgradeRelease,
} from "@/lib/kube/helm/helm-commands"
import type { HelmContext } from "@/lib/kube/helm/run-helm"
import { failureOf } from "@/tools/testing/failure-of"
import { getHistory, getMetadata, getValues, listReleases } from "@/tools/testing/helm-reads"
import { fixtureChart, type TestSandbox, testSandbox } from "@/tools/testing/test-sandbox"

let sandbox: TestSandbox
beforeAll(async () => {
  sandbox = await testSandbox()
}, 120_000)
afterAll(() => sandbox.remove())

const values = (fields: object) => JSON.stringify(fields)
const demo = fixtureChart("demo")

/** One release in its own namespace. */
function releaseFields(name: string, major: 3 | 4) {
  const releaseName = `${name}-${major}`
  const where = { releaseName, namespace: releaseName }
  const common = { ...where, chart: demo, wait: true, timeoutSeconds: 20, atomic: false }
  return { where, common, context: sandbox.helm(major) }
}

const statusesOf = async (context: HelmContext, where: { releaseName: string; namespace: string }) =>
  (await getHistory(context, where)).map(({ status }) => status)

describe.each([3, 4] as const)(
  "Helm %i against the sandbox",
  { concurrent: true, timeout: 60_000 },
  (major) => {
    test("installs, upgrades, rolls back and uninstalls, and removes fields that are no longer set", async () => {
      const { where, common, context } = releaseFields("life", major)
      const installed = await installRelease(context, {
        ...common,
        createNamespace: true,
        description: "first",
        values: values({ env: { KEPT: "1", DROPPED: "2" }, hook: { enabled: true } }),
      })
      expect(installed).toMatchObject({
        revision: 1,
        status: "deployed",
        description: "first",
        chart: { version: "1.0.0" },
      })
      const env = () =>
        sandbox.kubectl(
          "get",
          "deploy",
          where.releaseName,
          `-n=${where.namespace}`,
          "-o=jsonpath={.spec.template.spec.containers[0].env[*].name}",
        )
      expect(await env()).toBe("DROPPED KEPT")
      await sandbox.kubectl(
        "wait",
        "--for=condition=Complete",
        `job/${where.releaseName}-migrate`,
        `-n=${where.namespace}`,
        "--timeout=5s",
      )

      await upgradeRelease(context, { ...common, base: "reset", values: values({ env: { KEPT: "1" } }) })
      expect(await env()).toBe("KEPT")
      expect(
        await sandbox.kubectl("get", "cm", where.releaseName, `-n=${where.namespace}`, "-o=jsonpath={.data}"),
      ).not.toContain("DROPPED")

      await rollbackRelease(context, { ...where, revision: 1, wait: true, timeoutSeconds: 20 })
      expect(await env()).toBe("DROPPED KEPT")
      expect(await getHistory(context, where)).toMatchObject([
        { revision: 1, status: "superseded", chart: "demo-1.0.0" },
        { revision: 2, status: "superseded" },
        { revision: 3, status: "deployed", description: "Rollback to 1" },
      ])
      expect(await getMetadata(context, where)).toMatchObject({ revision: 3, isServerSide: major === 4 })
      expect(await getValues(context, { ...where, revision: 2, all: false })).toEqual({ env: { KEPT: "1" } })
      expect(await listReleases(context, { namespace: where.namespace })).toMatchObject([
        { name: where.releaseName, revision: 3 },
      ])

      await uninstallRelease(context, { ...where, wait: true, timeoutSeconds: 20 })
      expect(await getHistory(context, where)).toEqual([])
      const remaining = await sandbox.kubectl(
        "get",
        "deploy,rs,svc,cm,secret",
        `-n=${where.namespace}`,
        "-o=name",
      )
      expect(remaining).toBe("")
    })

    test("fails an upgrade to a broken image, rolls it back if atomic, and can repair it otherwise", async () => {
      const { where, common, context } = releaseFields("broken", major)
      await installRelease(context, { ...common, createNamespace: true, values: "" })
      const broken = {
        ...common,
        base: "reset" as const,
        // Helm 3 polls every two seconds only, and must see the rollback succeed too.
        timeoutSeconds: major === 4 ? 2 : 4,
        values: values({ image: "acme/demo:broken" }),
      }
      const atomic = await failureOf(upgradeRelease(context, { ...broken, atomic: true }))
      expect(atomic).toMatchObject({ kind: "not_ready" })
      expect(await statusesOf(context, where)).toEqual(["superseded", "failed", "deployed"])

      const plain = await failureOf(upgradeRelease(context, broken))
      expect(plain).toMatchObject({ kind: "not_ready" })
      if (major === 4) expect(plain.notReady).toMatchObject([{ kind: "Deployment", name: where.releaseName }])
      const events = await sandbox.kubectl(
        "get",
        "events",
        `-n=${where.namespace}`,
        "-o=jsonpath={range .items[*]}{.reason}: {.message}{'\\n'}{end}",
      )
      expect(events).toContain(
        'Failed: Failed to pull image "acme/demo:broken": failed to pull and unpack image "docker.io/acme/demo:broken"',
      )
      expect(events).toContain('BackOff: Back-off pulling image "acme/demo:broken"')
      expect(await sandbox.kubectl("get", "pods", `-n=${where.namespace}`)).toContain("ImagePullBackOff")

      await upgradeRelease(context, { ...common, base: "reset", values: "" })
      expect(await statusesOf(context, where)).toEqual([
        "superseded",
        "failed",
        "superseded",
        "failed",
        "deployed",
      ])
    })

    test("leaves nothing behind after a failed atomic install", async () => {
      const { where, common, context } = releaseFields("nothing", major)
      await sandbox.kubectl("create", "namespace", where.namespace)
      const error = await failureOf(
        installRelease(context, {
          ...common,
          atomic: true,
          timeoutSeconds: 2,
          values: values({ image: "acme/demo:broken" }),
        }),
      )
      expect(error.kind).toBe("not_ready")
      await expect
        .poll(() => sandbox.kubectl("get", "all,cm,secret", `-n=${where.namespace}`, "-o=name"), {
          timeout: 5_000,
        })
        .toBe("")
    })

    test("waits for a slow image, even in a stateful set with claims", async () => {
      const { where, common, context } = releaseFields("slow", major)
      const slowValues = values({ image: "acme/demo:slow", stateful: true })
      await installRelease(context, { ...common, createNamespace: true, values: slowValues })
      expect(await sandbox.kubectl("get", "sts,pvc", `-n=${where.namespace}`)).toMatch(
        /1\/1[\s\S]*data-slow-\d-0 +Bound/,
      )
    })

    test("fails the release when a Job fails, and waits for a Job that completes", async () => {
      const { where, common, context } = releaseFields("job", major)
      const job = (image: string) => values({ job: { enabled: true, image, backoffLimit: 1 } })
      await installRelease(context, {
        ...common,
        createNamespace: true,
        waitForJobs: true,
        values: job("acme/job:1"),
      })
      await uninstallRelease(context, { ...where, wait: true, timeoutSeconds: 20 })
      const failing = {
        ...common,
        waitForJobs: true,
        timeoutSeconds: major === 4 ? 20 : 3,
        values: job("acme/job:failing"),
      }
      expect(await failureOf(installRelease(context, failing))).toMatchObject({ kind: "not_ready" })
      const described = await sandbox.kubectl(
        "describe",
        "job",
        `${where.releaseName}-job`,
        `-n=${where.namespace}`,
      )
      expect(described).toContain("Job has reached the specified backoff limit")
    })

    test("stops the install when a hook fails and names the hook", async () => {
      const { common, context } = releaseFields("hook", major)
      const hookValues = values({ hook: { enabled: true, image: "acme/migrate:failing" } })
      const error = await failureOf(
        installRelease(context, { ...common, createNamespace: true, values: hookValues }),
      )
      expect(error.kind).toBe("hook_failed")
    })

    test("returns the manifest of a dry run and creates nothing", async () => {
      const { where, common, context } = releaseFields("dry", major)
      await sandbox.kubectl("create", "namespace", where.namespace)
      const preview = await installRelease(context, { ...common, wait: false, dryRun: "server", values: "" })
      expect(preview.manifest).toContain("kind: Deployment")
      expect(await getHistory(context, where)).toEqual([])
    })
  },
)

describe("CRDs of a chart", () => {
  test("makes the kind of a CRD usable, and removes deleted items of its keyed lists", {
    timeout: 60_000,
  }, async () => {
    const { where, common, context } = releaseFields("widget", 4)
    const chart = fixtureChart("widget")
    await installRelease(context, { ...common, chart, createNamespace: true, values: "" })
    expect(await sandbox.kubectl("get", "widgets", `-n=${where.namespace}`)).toMatch(
      /NAME +SIZE\nwidget-4 +3/,
    )
    await upgradeRelease(context, { ...common, chart, base: "reset", values: values({ parts: ["wheel"] }) })
    const parts = await sandbox.kubectl(
      "get",
      "wd",
      where.releaseName,
      `-n=${where.namespace}`,
      "-o=jsonpath={.spec.parts}",
    )
    expect(parts).toBe('[{"name":"wheel"}]')
  })
})
