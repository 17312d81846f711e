import { setTimeout as sleep } from "node:timers/promises"
import { unsealJson } from "@/lib/fleet/operations/sealed"
import { changeRequestSchema } from "@/lib/fleet/releases/operation-requests"
import { lastDeployedRevision } from "@/lib/fleet/releases/recorded-revision"
import { prismaClient } from "@/lib/platform/db/client"
import type { Operation } from "@/lib/platform/db/generated/client"
import { api } from "@/lib/platform/paths"
import type { ChaosClient } from "./chaos-client"
import type { Dice } from "./dice"
import { chart, versions } from "./fleet-traffic"
import { applications, environments, tags } from "./ledger-traffic"

/** A chart version was quarantined from the 201 until it was asked to be lifted. */
type Quarantined = { version: string; from: number; until: number }

const holdMs = 8_000

/** An admin who quarantines versions and freezes environments, one after another, and asks the gate. */
export class PolicyTraffic {
  readonly counts = new Map<string, number>()
  /** What the gate said that is wrong. */
  readonly problems: string[] = []
  private readonly quarantined: Quarantined[] = []

  constructor(
    private readonly client: ChaosClient,
    private readonly dice: Dice,
  ) {}

  async run(paceMs: number, stopping: AbortSignal): Promise<void> {
    const actions = {
      "quarantine of a chart version": () => this.quarantineChart(),
      "quarantine of an image tag": () => this.quarantineTag(),
      freeze: () => this.freeze(),
    }
    while (!stopping.aborted) {
      const name = this.dice.pick(Object.keys(actions)) as keyof typeof actions
      // A request without a decision is reported by the client.
      await actions[name]().then(
        () => this.counts.set(name, (this.counts.get(name) ?? 0) + 1),
        () => undefined,
      )
      await this.dice.rest(paceMs)
    }
  }

  private async quarantineChart(): Promise<void> {
    const version = this.dice.pick(versions)
    const body = { chartName: chart, chartVersion: version, reason: "chaos" }
    const { id } = await this.change("POST", api("/quarantine"), body)
    const quarantined = { version, from: Date.now(), until: Number.POSITIVE_INFINITY }
    this.quarantined.push(quarantined)
    await sleep(holdMs)
    quarantined.until = Date.now()
    await this.change("DELETE", api("/quarantine/{id}", String(id)))
  }

  private async quarantineTag(): Promise<void> {
    const lane = this.lane()
    const { application, imageTag } = lane
    const body = { application, imageTag, reason: "chaos" }
    const { id } = await this.change("POST", api("/quarantine"), body)
    await this.expectGate(lane, "quarantined", true)
    await this.change("DELETE", api("/quarantine/{id}", String(id)))
    await this.expectGate(lane, "quarantined", false)
  }

  private async freeze(): Promise<void> {
    const lane = this.lane()
    const { application, environment } = lane
    const endsAt = new Date(Date.now() + 3_600_000).toISOString()
    const body = { application, environment, text: "chaos", endsAt }
    const { id } = await this.change("POST", api("/freezes"), body)
    await this.expectGate(lane, "frozen", true)
    await this.change("PATCH", api("/freezes/{id}", String(id)), { endsAt: new Date().toISOString() })
    await this.expectGate(lane, "frozen", false)
  }

  private lane() {
    const { dice } = this
    return {
      application: dice.pick(applications),
      environment: dice.pick(environments),
      imageTag: dice.pick(tags),
    }
  }

  private async change(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await this.client.retryUntilDecided(method, path, { body })
    if (response.status < 300) return response.body
    const refusal = `${method} ${path} was refused with ${response.status}: ${JSON.stringify(response.body)}`
    this.problems.push(refusal)
    throw new Error(refusal)
  }

  private async expectGate(lane: ReturnType<PolicyTraffic["lane"]>, code: string, expected: boolean) {
    const { body } = await this.client.retryUntilDecided("GET", api("/platform/deployments/gate", lane))
    const isBlocked = JSON.stringify(body.reasons ?? []).includes(`"${code}"`)
    if (isBlocked !== expected)
      this.problems.push(`${code} should be ${expected}: ${JSON.stringify({ lane, body })}`)
  }

  /** The changes that started Helm with a version while it was quarantined, and that the release did not run already. */
  async checkQuarantine(): Promise<string[]> {
    const operations = await prismaClient().operation.findMany({
      where: { kind: { in: ["INSTALL", "UPGRADE", "ROLLBACK"] }, helmStartedAt: { not: null } },
    })
    const problems: string[] = []
    for (const operation of operations) {
      const at = operation.helmStartedAt?.getTime() ?? 0
      const active = this.quarantined.filter(({ from, until }) => from < at && at < until)
      if (active.length === 0) continue
      const version = await versionOf(operation)
      if (active.some((one) => one.version === version) && version !== (await versionBefore(operation)))
        problems.push(`${operation.kind} ${operation.id} started Helm with ${version} at ${at}`)
    }
    return problems
  }
}

async function versionOf({ releaseId, sealedRequest }: Operation): Promise<string | undefined> {
  const request = unsealJson(changeRequestSchema, sealedRequest)
  if ("chartVersion" in request) return request.chartVersion
  if (request.kind !== "ROLLBACK") return undefined
  const where = { releaseId: releaseId ?? "", revision: request.targetRevision }
  return (await prismaClient().releaseRevision.findFirst({ where }))?.chartVersion
}

/** The version that ran when Helm was started. */
async function versionBefore({ releaseId, baseRevision }: Operation): Promise<string | undefined> {
  return (await lastDeployedRevision(releaseId ?? "", (baseRevision ?? 0) + 1))?.chartVersion
}
