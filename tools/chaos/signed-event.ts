import { createHmac } from "node:crypto"
import type { DeploymentStatus } from "@/lib/ledger/deployments/statuses"
import { signatureHeaders } from "@/lib/platform/standard-webhooks"

/** The secrets of the event sources. */
export type EventSecrets = { generic: string; github: string }

type SignedEvent = { path: string; body: string; headers: Record<string, string>; key: null }

/** What the traffic of the ledger records, as fields of the API. */
export type RecordBody = {
  application: string
  environment: string
  imageTag: string
  gitCommit: string
  status: DeploymentStatus
  deployedAt: string
}

const signed = (path: string, body: string, headers: Record<string, string>): SignedEvent => ({
  path: `/api/v1/ingest/${path}`,
  body,
  headers,
  key: null,
})

/** An event with the fields of the API, as any system can send it. */
export function genericEvent(secret: string, record: RecordBody, externalId: string): SignedEvent {
  const payload = JSON.stringify({ ...record, externalId })
  return signed("generic", payload, signatureHeaders({ id: externalId, at: new Date(), payload }, [secret]))
}

const states = { PENDING: "in_progress", DEPLOYED: "success", FAILED: "failure", ROLLED_BACK: "inactive" }

/** GitHub's event of a status of a deployment. */
export function githubEvent(secret: string, record: RecordBody, id: number): SignedEvent {
  const state = states[record.status]
  const body = JSON.stringify({
    deployment_status: { state, created_at: record.deployedAt },
    deployment: {
      id,
      sha: record.gitCommit,
      ref: "main",
      payload: { imageTag: record.imageTag },
      environment: record.environment,
      created_at: record.deployedAt,
    },
    repository: { name: record.application },
  })
  return signed("github", body, {
    "x-github-event": "deployment_status",
    "x-github-delivery": `${id}-${state}`,
    "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
  })
}
