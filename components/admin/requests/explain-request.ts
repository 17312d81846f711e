import { importRoute, isIngestRoute, recordRoute } from "@/lib/identity/requests/outcomes"
import type { ReceivedRequest } from "@/lib/identity/requests/schema"
import { formatQuantity } from "@/lib/platform/format"
import { dayMs } from "@/lib/platform/instant"
import { pages } from "@/lib/platform/paths"
import { pointerLabel } from "@/lib/platform/pointer"

type ExplainedRequest = Pick<
  ReceivedRequest,
  "outcome" | "status" | "detail" | "errors" | "counts" | "method" | "route" | "sent"
>

/** Whether it recorded a deployment, if it was accepted. */
const isRecord = ({ method, route }: Pick<ExplainedRequest, "method" | "route">) =>
  method === "POST" && (route === recordRoute || isIngestRoute(route))

export function outcomeSentence(request: ExplainedRequest): string {
  const { outcome, status, detail, errors, counts, sent } = request
  if (counts !== null && counts.refused > 0) return rejectedRows(counts)
  switch (outcome) {
    case "REFUSED":
    case "FAILED":
      if (errors.length > 1) return `Not accepted: ${fieldsOf(errors).join(", ")}.`
      return detail ?? `The response status was ${status}.`
    case "PARTIAL":
      return "Some rows were rejected."
    case "IGNORED":
      return detail ?? "The event is not about a deployment."
    case "REPEATED":
      return "It repeats a request with the same Idempotency-Key and got the same response. Nothing was recorded twice."
    case "ACCEPTED":
      if (detail !== null) return detail
      if (counts !== null)
        return `${formatQuantity(counts.recorded, "row")} recorded, ${counts.updated} updated, none rejected.`
      if (status === 202) return "The operation was accepted; a worker runs it."
      if (!isRecord(request)) return "The request was carried out."
      if (sent.removedAt !== undefined) return "The application was recorded as removed."
      return status === 201
        ? "A deployment was recorded."
        : "The deployment with this externalId already existed and was updated."
  }
}

function rejectedRows({ received, refused }: NonNullable<ReceivedRequest["counts"]>): string {
  if (refused === received)
    return received === 1 ? "Its only row was not recorded." : `None of the ${received} rows was recorded.`
  return `${formatQuantity(refused, "row")} of ${received} ${refused === 1 ? "was" : "were"} rejected; the others were recorded.`
}

const fieldsOf = (errors: ReceivedRequest["errors"]) => [
  ...new Set(errors.map(({ pointer }) => pointerLabel(pointer) || "body")),
]

/** Why a recorded deployment may not be where the user looks for it. */
export function recordedHints(request: ExplainedRequest, now: Date): string[] {
  const { outcome, sent } = request
  if (
    !isRecord(request) ||
    Object.keys(sent).length === 0 ||
    (outcome !== "ACCEPTED" && outcome !== "REPEATED")
  )
    return []
  const { application, status, deployedAt } = sent
  const days = typeof deployedAt === "string" ? (now.getTime() - Date.parse(deployedAt)) / dayMs : 0
  return [
    ...(application === undefined && sent.removedAt === undefined
      ? ["It names no application, so it belongs to platform."]
      : []),
    ...(status === "PENDING" ? ["It is in progress until the pipeline reports its end."] : []),
    ...(days >= 1
      ? [
          `It was deployed ${formatQuantity(Math.floor(days), "day")} ago, so choose a range that includes it.`,
        ]
      : []),
  ]
}

type NextStep = { text: string; link?: { href: string; label: string } }

const tokens = { href: pages.tokens(), label: "Tokens" }
const eventSources = { href: pages.eventSources(), label: "Event sources" }
const environments = { href: pages.environments(), label: "Environments" }
const reference = { href: pages.apiDocs(), label: "API reference" }

const environmentStep: NextStep = {
  text: "Correct the name in the pipeline, or add the environment, or this name as an alias of one.",
  link: environments,
}

/** Advice by error code, for any route; other errors are explained by their detail only. */
const steps: Record<string, NextStep> = {
  unauthenticated: { text: "Store a valid token in the pipeline.", link: tokens },
  missing_scope: { text: "Give the pipeline a token with this scope.", link: tokens },
  token_limited: { text: "Give the pipeline a token without limits.", link: tokens },
  unknown_environment: environmentStep,
  environment_archived: {
    text: "Restore the environment, or let the pipeline use another one.",
    link: environments,
  },
  malformed: {
    text: "Check how the pipeline writes the JSON: quotes and line breaks inside strings must be escaped.",
    link: reference,
  },
  not_found: { text: "Check the path and the ids in it.", link: reference },
  method_not_allowed: { text: "Check the method and the path.", link: reference },
  external_id_conflict: {
    text: "Send an externalId that is unique for each application, environment and image tag.",
  },
  status_conflict: { text: "Report the end of a deployment once, or its next attempt with `attempt`." },
  deployment_annulled: { text: "Restore the deployment, or send another externalId." },
  idempotency_key_reused: { text: "Send a new Idempotency-Key with each new request." },
  idempotency_key_in_flight: {
    text: "No action is needed: the original request with this key was answered separately.",
  },
  too_large: { text: "Send a smaller body.", link: reference },
  too_many_requests: { text: "Retry after the time in Retry-After, as the command line does." },
  database_unavailable: { text: "Retry with an Idempotency-Key, as the command line does." },
  overloaded: { text: "Retry with an Idempotency-Key, as the command line does." },
  unavailable: { text: "Retry with an Idempotency-Key, as the command line does." },
  internal: { text: "Look for the request id in the log of the web process." },
}

/** Advice that depends on the route. */
const stepsOfRoute: Record<string, Record<string, NextStep>> = {
  [recordRoute]: {
    method_not_allowed: { text: "Record deployments with POST.", link: reference },
    too_large: { text: "Send a smaller body, or import a file.", link: reference },
  },
  [importRoute]: {
    malformed: {
      text: "Check how the pipeline writes the file: UTF-8, CSV with doubled quotes inside quoted cells, or one JSON object per line.",
      link: reference,
    },
    method_not_allowed: { text: "Import files with POST.", link: reference },
    too_large: { text: "Import the file in parts.", link: reference },
  },
}

type Unsuccessful = Pick<ReceivedRequest, "code" | "errors" | "route" | "counts">

export function nextStep({ code, errors, route, counts }: Unsuccessful): NextStep | null {
  if (code === "unauthenticated" && isIngestRoute(route))
    return { text: "Enter the secret of an event source in the other system.", link: eventSources }
  if (counts !== null && counts.refused > 0)
    return { text: "Correct the rejected lines and import them again." }
  if (code === "invalid") return invalidStep(errors)
  return code === null ? null : (stepsOfRoute[route]?.[code] ?? steps[code] ?? null)
}

/** A single error is part of the sentence above; several errors are listed. */
function invalidStep(errors: ReceivedRequest["errors"]): NextStep {
  const pointer = errors.length === 1 ? errors[0]?.pointer : undefined
  if (pointer === "/environment") return environmentStep
  if (pointer === "/Idempotency-Key")
    return { text: "Send a key without spaces, such as the id of the run and its attempt." }
  return { text: `Correct ${errors.length > 1 ? "the errors listed here" : "it"} in the pipeline.` }
}
