import { mkdtemp, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { packDemoCharts } from "@/lib/console/demo/pack-demo-charts"
import type { Helm } from "@/lib/kube/helm/run-helm"
import { prismaClient } from "@/lib/platform/db/client"
import { type Sandbox, startSandbox } from "@/tools/sandbox/start-sandbox"
import { removeFolder } from "@/tools/testing/remove-folder"
import { testTools } from "./test-sandbox"

/** A data folder with a sandbox cluster, its charts and tenants, for tests of releases. */
export type ReleaseFixture = {
  folder: string
  sandbox: Sandbox
  kubeconfig: string
  helm: Helm
  /** Adds a tenant with its own namespace; returns its id. */
  tenant: (slug: string, more?: TenantOptions) => Promise<string>
  /** Restarts the sandbox with its stored state, on the same port. */
  restartSandbox: () => Promise<void>
  remove: () => Promise<void>
}

type TenantOptions = { status?: "ACTIVE" | "SUSPENDED"; clusterScoped?: boolean; isolated?: boolean }

export async function createReleaseFixture(): Promise<ReleaseFixture> {
  // Before the data folder changes: the tools are kept in the default one.
  const { helm4 } = await testTools()
  const folder = await mkdtemp(join(tmpdir(), "slipway-releases-"))
  process.env.SLIPWAY_DATA_DIR = folder
  for (const name of ["KUBECONFIG", "SLIPWAY_CLUSTERS", "KUBERNETES_SERVICE_HOST"]) delete process.env[name]
  await packDemoCharts()
  const start = (port?: number) => startSandbox({ folder: join(folder, "sandbox"), port, allowFaults: true })
  const fixture: ReleaseFixture = {
    folder,
    helm: helm4,
    sandbox: await start(),
    kubeconfig: "",
    tenant: async (slug, more = {}) => {
      const namespace = `tenant-${slug}`
      const data = { slug, name: slug, cluster: "sandbox", namespace, ...more }
      return (await prismaClient().tenant.create({ data })).id
    },
    restartSandbox: async () => {
      const port = Number(new URL(fixture.sandbox.url).port)
      await fixture.sandbox.stop()
      fixture.sandbox = await start(port)
    },
    remove: async () => {
      await fixture.sandbox.stop()
      await removeFolder(folder)
    },
  }
  fixture.kubeconfig = await readFile(fixture.sandbox.kubeconfig, "utf8")
  return fixture
}
