import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import type { IngestSystem } from "@/lib/identity/requests/outcomes"
import { type Recorded, recordDeployment } from "@/lib/ledger/deployments/record-deployment"
import { recordRemoval, recordRemovalSchema } from "@/lib/ledger/deployments/record-removal"
import { recordRollback } from "@/lib/ledger/deployments/record-rollback"
import { resolveEnvironment, retryIfArchived } from "@/lib/ledger/environments/resolve-environment"
import { apiObject } from "@/lib/platform/api-object"
import { faultsIn, rejectFields } from "@/lib/platform/collect-faults"
import { transaction } from "@/lib/platform/db/transaction"
import { DomainError, type FieldError, invalid } from "@/lib/platform/errors"
import { joinFaults } from "@/lib/platform/pointer"
import { check, invalidFields } from "@/lib/platform/validate"
import { mapArgoCD } from "./map-argocd"
import { mapCDEvents } from "./map-cdevents"
import { mapFlux } from "./map-flux"
import { mapGitHub } from "./map-github"
import { mapGitLab } from "./map-gitlab"
import { type Fields, type MapEvent, mapGeneric } from "./mapped-event"
import { recordSchemaOf } from "./record-schema"

const mappings: Record<IngestSystem, MapEvent> = {
  github: mapGitHub,
  gitlab: mapGitLab,
  cdevents: mapCDEvents,
  argocd: mapArgoCD,
  flux: mapFlux,
  generic: mapGeneric,
}

export const ingestedSchema = apiObject("IngestedEvent", {
  outcome: z.enum(["recorded", "updated", "removed", "ignored"]).meta({
    description:
      "updated: the deployment was recorded before. removed: the application no longer runs there.",
  }),
  reason: z.string().optional().meta({ description: "Why the event was ignored." }),
  deploymentId: z.uuid().optional(),
})

export type Ingested = z.infer<typeof ingestedSchema>

type IngestEvent = { system: IngestSystem; payload: unknown; headers: Headers }

/**
 * Records what an event of another system says. Events may be repeated and arrive in any order. Throws a 422 with pointers
 * into the payload. Before they are validated, `keep` gets the fields.
 */
export async function ingestEvent(
  actor: Actor,
  { system, payload, headers }: IngestEvent,
  keep: (fields: object) => void,
): Promise<Ingested> {
  const event = mappings[system](payload, headers)
  if (event.kind === "ignored") return { outcome: "ignored", reason: event.reason }
  const fields = withApplication(event.fields, actor.application)
  const values = Object.fromEntries(
    Object.entries(fields).flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]])),
  )
  keep(event.kind === "rollback" ? { ...values, rollback: true } : values)
  const record = async (): Promise<Ingested> => {
    if (event.kind === "removal") {
      await recordRemoval(actor, await readInput(actor, recordRemovalSchema, values))
      return { outcome: "removed" }
    }
    const input = await readInput(actor, recordSchemaOf(system), values)
    return toIngested(await (event.kind === "rollback" ? recordRollback : recordDeployment)(actor, input))
  }
  return pointingInto(fields, () => record().catch(ignoreFinal))
}

/** The validated fields, or one 422 for all that are invalid, including an unknown environment. */
async function readInput<T>(actor: Actor, schema: z.ZodType<T>, values: Record<string, unknown>): Promise<T> {
  const checked = check(schema, values)
  if ("value" in checked) return checked.value
  const { errors } = checked
  const { environment } = values
  const isRead = typeof environment === "string" && !errors.some(({ pointer }) => pointer === "/environment")
  const unknown = isRead ? await resolveEnvironment(actor, environment).then(() => [], faultsOf) : []
  throw invalidFields([...errors, ...unknown])
}

const faultsOf = (error: unknown): FieldError[] =>
  faultsIn(() => {
    throw error
  })

const toIngested = ({ deployment, created }: Recorded): Ingested => ({
  outcome: created ? "recorded" : "updated",
  deploymentId: deployment.id,
})

const withApplication = (fields: Fields, application: string | undefined): Fields =>
  application === undefined
    ? fields
    : { ...fields, application: { value: application, pointer: "/application" } }

/**
 * The removal of what was never deployed, a failure after the success, the status of an annulled deployment: the event is
 * correct, but changes nothing however often it is sent, so the sender must not see a failed delivery.
 */
const final: readonly string[] = ["not_found", "status_conflict", "deployment_annulled"]

function ignoreFinal(error: unknown): Ingested {
  if (!(error instanceof DomainError && final.includes(error.details.code ?? error.kind))) throw error
  return { outcome: "ignored", reason: error.message }
}

/** Runs `work`; the pointers of a 422 lead to where the fields are in the payload. */
async function pointingInto<T>(fields: Fields, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof DomainError) || error.details.errors === undefined) throw error
    const { details, kind } = error
    const errors = details.errors?.map(({ pointer, message }) => {
      const [, name = "", ...rest] = pointer.split("/")
      const field = fields[name]
      return { message, pointer: field === undefined ? pointer : [field.pointer, ...rest].join("/") }
    })
    throw new DomainError(kind, joinFaults(errors ?? []), { ...details, errors })
  }
}

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
          faults[index] = batchFaultsOf(error, `/${index}`)
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
function batchFaultsOf(error: unknown, pointer: string): FieldError[] {
  if (error instanceof DomainError && error.kind !== "invalid")
    throw new DomainError(error.kind, `${pointer}: ${error.message}`, error.details)
  return faultsOf(error).map((fault) => ({ ...fault, pointer: pointer + fault.pointer }))
}
