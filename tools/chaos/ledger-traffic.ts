import { createHash } from "node:crypto"
import type { DeploymentStatus } from "@/lib/ledger/deployments/statuses"
import { api } from "@/lib/platform/paths"
import type { ApiResponse, ChaosClient } from "./chaos-client"
import type { Dice } from "./dice"
import { type EventSecrets, genericEvent, githubEvent, type RecordBody } from "./signed-event"

/** A record that was sent, and what Slipway has promised about it. `commit` occurs in no other record. */
export type SentRecord = {
  commit: string
  /** Null: there was no response, so it may or may not be recorded. */
  id: string | null
  isAcknowledged: boolean
  status: DeploymentStatus
  isAnnulled: boolean
  /** When an event about it was accepted last; null: it was recorded otherwise. */
  eventAt: number | null
}

export const applications = ["shop", "billing", "search"]
export const environments = ["dev", "staging", "prod"]
export const tags = ["v1", "v2", "v3", "v4"]
const importRows = 20
const dayMs = 86_400_000

/** A pipeline that records, completes, marks and imports deployments, one request after another. */
export class LedgerTraffic {
  readonly sent: SentRecord[] = []
  /** How often each action was acknowledged. */
  readonly counts = new Map<string, number>()
  private number = 0

  constructor(
    private readonly name: string,
    private readonly client: ChaosClient,
    private readonly dice: Dice,
    private readonly secrets: EventSecrets,
  ) {}

  async run(paceMs: number, stopping: AbortSignal): Promise<void> {
    const actions = {
      "record without a key": () => this.recordOnce(),
      "record with an Idempotency-Key": () => this.record(false),
      "record with an externalId": () => this.record(true),
      "start and completion": () => this.startAndComplete(),
      event: () => this.sendEvent(),
      "events of GitHub": () => this.sendGitHubEvents(),
      "rolled-back mark": () => this.markRolledBack(),
      annulment: () => this.annul(),
      import: () => this.import(),
    }
    const often = [
      "record with an Idempotency-Key",
      "record with an externalId",
      "start and completion",
      "event",
    ] as const
    const names = [...Object.keys(actions), ...often].filter((name) => name in actions)
    while (!stopping.aborted) {
      const name = this.dice.pick(names) as keyof typeof actions
      // A request without a decision is reported by the client.
      const isDone = await actions[name]().catch(() => false)
      if (isDone) this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
      await this.dice.rest(paceMs)
    }
  }

  /** A pipeline that does not retry: there is at most one record. */
  private async recordOnce(): Promise<boolean> {
    const { sent, body } = this.next("DEPLOYED")
    return this.note(sent, await this.client.attempt("POST", api("/platform/deployments"), { body }))
  }

  private async record(isNamed: boolean): Promise<boolean> {
    const { sent, body, externalId } = this.next(
      this.dice.pick(["DEPLOYED", "DEPLOYED", "DEPLOYED", "FAILED"]),
    )
    const request = isNamed ? { body: { ...body, externalId }, key: null } : { body }
    return this.note(sent, await this.client.retryUntilDecided("POST", api("/platform/deployments"), request))
  }

  private async startAndComplete(): Promise<boolean> {
    const { sent, body, externalId } = this.next("PENDING")
    const start = { body: { ...body, externalId }, key: null }
    if (!this.note(sent, await this.client.retryUntilDecided("POST", api("/platform/deployments"), start)))
      return false
    const status = this.dice.pick(["DEPLOYED", "FAILED"] as const)
    return this.change(sent, { status })
  }

  private async sendEvent(): Promise<boolean> {
    const { sent, body, externalId } = this.next("DEPLOYED")
    return this.deliver(sent, genericEvent(this.secrets.generic, body, externalId))
  }

  /** The start and the end of a deployment, in any order. */
  private async sendGitHubEvents(): Promise<boolean> {
    const { sent, body } = this.next(this.dice.pick(["DEPLOYED", "FAILED"]))
    const id = Number.parseInt(body.gitCommit.slice(0, 12), 16)
    for (const status of this.dice.shuffled(["PENDING", body.status] as const)) {
      const event = githubEvent(this.secrets.github, { ...body, status }, id)
      if (!(await this.deliver(sent, event))) return false
    }
    return true
  }

  private async deliver(
    sent: SentRecord,
    { path, ...event }: ReturnType<typeof genericEvent>,
  ): Promise<boolean> {
    const response = await this.client.retryUntilDecided("POST", path, event)
    if (response.status !== 200 && response.status !== 201) return this.refuse("event", response)
    sent.isAcknowledged = true
    sent.eventAt = Date.now()
    const { deploymentId } = response.body
    if (typeof deploymentId === "string") sent.id = deploymentId
    return true
  }

  private async markRolledBack(): Promise<boolean> {
    const deployed = this.sent.filter(
      ({ id, status, isAnnulled }) => id && status === "DEPLOYED" && !isAnnulled,
    )
    return deployed.length > 0 && this.change(this.dice.pick(deployed), { status: "ROLLED_BACK" })
  }

  private async change(sent: SentRecord, change: { status: DeploymentStatus }): Promise<boolean> {
    if (sent.id === null) return false
    const response = await this.client.retryUntilDecided(
      "PATCH",
      api("/platform/deployments/{id}", sent.id),
      { body: change },
    )
    if (response.status !== 200) return this.refuse("PATCH of a deployment", response)
    sent.status = change.status
    return true
  }

  private async annul(): Promise<boolean> {
    const records = this.sent.filter(({ id, isAnnulled }) => id !== null && !isAnnulled)
    if (records.length === 0) return false
    const sent = this.dice.pick(records)
    const body = { reason: "chaos" }
    const response = await this.client.retryUntilDecided(
      "POST",
      `${api("/platform/deployments/{id}", sent.id ?? "")}/annul`,
      {
        body,
      },
    )
    if (response.status !== 200) return this.refuse("annulment", response)
    sent.isAnnulled = true
    return true
  }

  /** Days old, so that a worker packs them for Insights. Repeating an import with the same externalIds records nothing twice. */
  private async import(): Promise<boolean> {
    const rows = Array.from({ length: importRows }, () => {
      const { sent, body, externalId } = this.next("DEPLOYED")
      const deployedAt = new Date(Date.now() - this.dice.integer(1, 20) * dayMs).toISOString()
      return { sent, line: JSON.stringify({ ...body, deployedAt, externalId }) }
    })
    const request = { body: rows.map(({ line }) => line).join("\n"), type: "application/x-ndjson", key: null }
    const response = await this.client.retryUntilDecided(
      "POST",
      `${api("/platform/deployments")}/import`,
      request,
    )
    // The body with the counts may be lost; the status alone is a promise.
    const refused = response.body.refused ?? 0
    if (response.status !== 200 || refused !== 0) return this.refuse("import", response)
    for (const { sent } of rows) sent.isAcknowledged = true
    return true
  }

  private next(status: DeploymentStatus) {
    const commit = createHash("sha1")
      .update(`${this.name} ${++this.number}`)
      .digest("hex")
    const sent: SentRecord = {
      commit,
      id: null,
      isAcknowledged: false,
      status,
      isAnnulled: false,
      eventAt: null,
    }
    this.sent.push(sent)
    const body: RecordBody = {
      application: this.dice.pick(applications),
      environment: this.dice.pick(environments),
      imageTag: this.dice.pick(tags),
      gitCommit: commit,
      status,
      deployedAt: new Date().toISOString(),
    }
    return { sent, body, externalId: `${this.name}-${this.number}` }
  }

  private note(sent: SentRecord, response: ApiResponse | null): boolean {
    if (response === null || response.status >= 500) return false
    if (response.status !== 200 && response.status !== 201) return this.refuse("record", response)
    sent.isAcknowledged = true
    sent.id = typeof response.body.id === "string" ? response.body.id : null
    return true
  }

  /** All requests are valid, so a rejection is a failure. */
  private refuse(action: string, { status, body }: ApiResponse): false {
    this.client.problems.push(`${action} was refused with ${status}: ${JSON.stringify(body).slice(0, 300)}`)
    return false
  }
}
