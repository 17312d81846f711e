import type { Actor } from "@/lib/identity/auth/actor"
import { retryIfArchived } from "@/lib/ledger/environments/resolve-environment"
import { faultsIn, rejectFields } from "@/lib/platform/collect-faults"
import { transaction } from "@/lib/platform/db/transaction"
import { DomainError, type FieldError, invalid } from "@/lib/platform/errors"
import { type IngestEvent, type Ingested, ingestEvent } from "./ingest-event"
import { mapCDEvents } from "./map-cdevents"

const batchType = "application/cloudevents-batch+json"
const maxEvents = 100

/** Records a CloudEvent, or a batch of them as `application/cloudevents-batch+json`. */
export function ingestCloudEvents(
  actor: Actor,
  event: IngestEvent,
  keep: (fields: object) => void,
): Promise<Ingested | Ingested[]> {
  const { payload, headers } = event
  const isBatch = headers.get("content-type")?.toLowerCase().startsWith(batchType) === true
  if (Array.isArray(payload) && isBatch) return ingestBatch(actor, event, payload)
  if (isBatch) throw invalid("", "A batch must be an array of CloudEvents.")
  if (Array.isArray(payload)) throw invalid("", `Send several events with the content type ${batchType}.`)
  return ingestEvent(actor, event, keep)
}

/**
 * All or none, so that a batch with a fault can be sent again as a whole once it is corrected. Goes from lane to lane in an
 * order that all batches have, as two that lock the same lanes in another order would wait for each other.
 */
function ingestBatch(actor: Actor, event: IngestEvent, payloads: readonly unknown[]): Promise<Ingested[]> {
  if (payloads.length > maxEvents)
    throw invalid("", `A batch may have at most ${maxEvents} events, not ${payloads.length}.`)
  return retryIfArchived(() =>
    transaction(async () => {
      const ingested: Ingested[] = []
      const faults: FieldError[][] = []
      for (const index of inLaneOrder(payloads, event.headers)) {
        try {
          const payload = payloads[index]
          ingested[index] = await ingestEvent(actor, { ...event, payload }, () => undefined)
        } catch (error) {
          faults[index] = faultsOf(error, `/${index}`)
        }
      }
      rejectFields(faults.flat())
      return ingested
    }),
  )
}

/** The positions of the events; those of one lane keep their order. */
function inLaneOrder(payloads: readonly unknown[], headers: Headers): number[] {
  const lanes = payloads.map((payload) => {
    const event = mapCDEvents(payload, headers)
    if (event.kind === "ignored") return ""
    const { application, environment } = event.fields
    return JSON.stringify([application?.value, environment?.value])
  })
  const byLane = Map.groupBy(payloads.keys(), (index) => lanes[index] ?? "")
  return [...byLane.keys()].sort().flatMap((lane) => byLane.get(lane) ?? [])
}

/** The faults of one event, with pointers into the batch. Any other error says which event it concerns. */
function faultsOf(error: unknown, pointer: string): FieldError[] {
  if (!(error instanceof DomainError)) throw error
  if (error.kind !== "invalid")
    throw new DomainError(error.kind, `${pointer}: ${error.message}`, error.details)
  return faultsIn(() => {
    throw error
  }).map((fault) => ({ ...fault, pointer: pointer + fault.pointer }))
}
