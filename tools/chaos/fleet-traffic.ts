import { api } from "@/lib/platform/paths"
import type { HelmByHand } from "@/tools/testing/helm-by-hand"
import type { ApiResponse, ChaosClient } from "./chaos-client"
import type { Dice } from "./dice"

export const chart = "matih-ai-service"
export const versions = ["1.0.0", "1.1.0", "2.0.0"]
const timeout = 30
const pollMs = 400

/** A team that changes its releases, one after another, through Slipway and by hand. */
export class FleetTraffic {
  /** The operations and rollouts that Slipway accepted. */
  readonly operations: string[] = []
  readonly rollouts: string[] = []
  readonly counts = new Map<string, number>()
  /** The installed release of each name. */
  private readonly installed = new Map<string, string>()

  constructor(
    private readonly tenant: { id: string; slug: string },
    private readonly client: ChaosClient,
    private readonly dice: Dice,
    private readonly byHand: HelmByHand,
  ) {}

  async run(paceMs: number, stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      // A request without a decision is reported by the client.
      await this.change(this.dice.pick(["a", "b"]), stopping).catch(() => undefined)
      await this.dice.rest(paceMs)
    }
  }

  private async change(name: string, stopping: AbortSignal): Promise<void> {
    const id = this.installed.get(name)
    if (id === undefined) return this.follow("install", await this.install(name), name, stopping)
    const actions = {
      upgrade: () =>
        this.client.retryUntilDecided("POST", api("/helm/releases/{releaseId}/upgrade", id), {
          body: this.next(),
        }),
      "second upgrade": () =>
        this.client.retryUntilDecided("POST", api("/helm/releases/{releaseId}/upgrade", id), {
          body: this.next(),
        }),
      rollback: () =>
        this.client.retryUntilDecided(
          "POST",
          api("/helm/releases/{releaseId}/rollback/last-successful", id),
          { body: {} },
        ),
      uninstall: () =>
        this.client.retryUntilDecided("DELETE", `${api("/helm/releases/{releaseId}", id)}?reason=chaos`),
      "upgrade by hand": () => this.changeByHand(name),
      rollout: () => this.startRollout(),
    }
    const action = this.dice.pick(Object.keys(actions)) as keyof typeof actions
    const response = await actions[action]()
    if (response !== null) await this.follow(action.replace("second ", ""), response, name, stopping)
  }

  private install(releaseName: string): Promise<ApiResponse> {
    const body = {
      tenantId: this.tenant.id,
      releaseName: `${this.tenant.slug}-${releaseName}`,
      chartName: chart,
    }
    return this.client.retryUntilDecided("POST", api("/helm/releases"), { body: { ...body, ...this.next() } })
  }

  private next() {
    const valuesOverride = { replicaCount: this.dice.integer(1, 3) }
    return {
      chartVersion: this.dice.pick(versions),
      valuesOverride,
      timeout,
      atomic: this.dice.integer(0, 2) === 0,
    }
  }

  private async changeByHand(name: string): Promise<null> {
    const release = `${this.tenant.slug}-${name}`
    const change = this.dice.pick(["upgrade", "rollback", "uninstall", "upgrade"])
    const version = this.dice.pick(versions)
    const replicaCount = this.dice.integer(1, 3)
    // Helm refuses while Slipway's Helm changes the release, and fails while the cluster is away.
    await (change === "upgrade"
      ? this.byHand.upgrade(release, version, { replicaCount })
      : change === "rollback"
        ? this.byHand.rollBack(release, 0)
        : this.byHand.uninstall(release)
    ).then(
      () => this.note(`${change} with helm by hand`),
      () => this.note("refused by helm"),
    )
    return null
  }

  private async startRollout(): Promise<ApiResponse | null> {
    const path = api("/helm/releases/chart/{chartName}/batch-upgrade", chart, {
      targetVersion: this.dice.pick(versions),
    })
    const response = await this.client.retryUntilDecided("POST", path, { body: { concurrency: 2, timeout } })
    if (response.status !== 202) return response
    this.note("rollout")
    this.rollouts.push(response.headers.get("location")?.split("/").at(-1) ?? "")
    return null
  }

  /** Waits until the operation has ended; occasionally cancels it. */
  private async follow(
    action: string,
    response: ApiResponse,
    name: string,
    stopping: AbortSignal,
  ): Promise<void> {
    // A rollout and manual helm commands change the same releases.
    if (response.status !== 202) return this.refused(response, name)
    this.note(action)
    const id = response.headers.get("operation-location")?.split("/").at(-1) ?? ""
    this.operations.push(id)
    if (typeof response.body.id === "string") this.installed.set(name, response.body.id)
    if (this.dice.integer(1, 6) === 1) {
      await this.dice.rest(pollMs)
      await this.client.retryUntilDecided("POST", api("/operations/{id}/cancel", id), { body: {} })
      this.note("cancellation")
    }
    while (!stopping.aborted) {
      const operation = await this.client.attempt("GET", api("/operations/{id}", id))
      if (operation?.status === 200 && !/QUEUED|RUNNING/.test(String(operation.body.state))) break
      await this.dice.rest(pollMs)
    }
  }

  private async refused({ status, body }: ApiResponse, name: string): Promise<void> {
    this.note(`refused: ${String(body.code ?? status)}`)
    // Uninstalled by another actor, or installed by an attempt whose response was lost.
    const tenantReleases = await this.client.retryUntilDecided(
      "GET",
      api("/helm/releases/tenant/{tenantId}", this.tenant.id),
    )
    const releases = Object.values(tenantReleases.body).map((one) => Object(one))
    const release = releases.find(
      (release) => release.releaseName === `${this.tenant.slug}-${name}` && release.status !== "UNINSTALLED",
    )
    if (release === undefined) this.installed.delete(name)
    else this.installed.set(name, String(release.id))
  }

  private note(problem: string): void {
    this.counts.set(problem, (this.counts.get(problem) ?? 0) + 1)
  }
}
