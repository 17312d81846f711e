import { getDrift } from "@/lib/ledger/drift/get-drift"
import { driftQuerySchema, driftSchema } from "@/lib/ledger/drift/schema"
import { evaluateGate } from "@/lib/ledger/gate/evaluate-gate"
import { gateAnswerSchema, gateQuerySchema } from "@/lib/ledger/gate/schema"
import { countLanes, exportLanes, listLaneStates } from "@/lib/ledger/lanes/list-lane-states"
import {
  exportLanesSchema,
  laneCountsQuerySchema,
  laneCountsSchema,
  laneStateSchema,
  lanesQuerySchema,
} from "@/lib/ledger/lanes/schema"
import { listChanges, listState } from "@/lib/ledger/state/list-state"
import {
  changeSchema,
  changesQuerySchema,
  stateEntrySchema,
  stateQuerySchema,
} from "@/lib/ledger/state/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { streamFile } from "@/lib/web/http/stream-lines"

export const changes = defineRoute("/api/v1/platform/deployments/changes", {
  GET: endpoint({
    summary: "Compare what ran at two points in time",
    description:
      "Returns where the image tag or service versions differ, including applications added or removed.",
    access: "deployments:read",
    query: changesQuerySchema,
    response: changeSchema.array(),
    handler: (actor, { query }) => listChanges(actor, query),
  }),
})

export const drift = defineRoute("/api/v1/platform/deployments/drift", {
  GET: endpoint({
    summary: "Get the drift matrix",
    description:
      "Application × environment: what runs where, and how far each cell is behind the next lower environment with the application.",
    access: "deployments:read",
    query: driftQuerySchema,
    response: driftSchema,
    handler: (actor, { query }) => getDrift(actor, query),
  }),
})

export const gate = defineRoute("/api/v1/platform/deployments/gate", {
  GET: endpoint({
    summary: "Check whether a deployment is allowed",
    description:
      "Always returns 200 with `allowed` and all reasons, blocking or informational. Not allowed: an unknown or archived environment, a freeze, a quarantined tag, another deployment in progress, and a tag that was rolled back here or below or never ran in the next lower environment with the application. An environment's `gateWarnings` turn reasons into warnings.",
    access: "deployments:read",
    query: gateQuerySchema,
    response: gateAnswerSchema,
    handler: (actor, { query }) => evaluateGate(actor, query),
  }),
})

export const lanes = defineRoute("/api/v1/platform/deployments/lanes", {
  GET: endpoint({
    summary: "List what runs where, since when, by whom and how far it is behind",
    description:
      "One item per application and environment that meets the condition, sorted by application, then production first. The counts of the overview are counts of this list.",
    access: "deployments:read",
    query: lanesQuerySchema,
    response: laneStateSchema.array(),
    handler: (actor, { query }) => listLaneStates(actor, query),
  }),
})

export const laneExport = defineRoute("/api/v1/platform/deployments/lanes/export", {
  GET: endpoint({
    summary: "Export what runs where as CSV",
    description:
      "All items of the list, with the same filters. Text that a spreadsheet would run as a formula is prefixed with an apostrophe.",
    access: "deployments:read",
    query: exportLanesSchema,
    streamedResponse: ["text/csv"],
    handler: async (actor, { query }) => streamFile(await exportLanes(actor, query), "running", query.format),
  }),
})

export const laneCounts = defineRoute("/api/v1/platform/deployments/lanes/summary", {
  GET: endpoint({
    summary: "Count what runs where, and what needs attention",
    description: "How many items the list has for each condition, with the same filters.",
    access: "deployments:read",
    query: laneCountsQuerySchema,
    response: laneCountsSchema,
    handler: (actor, { query }) => countLanes(actor, query),
  }),
})

export const state = defineRoute("/api/v1/platform/deployments/state", {
  GET: endpoint({
    summary: "List what runs where, now or at a given time",
    description:
      "By application, then by environment rank. Not paged; one entry per application and environment.",
    access: "deployments:read",
    query: stateQuerySchema,
    response: stateEntrySchema.array(),
    handler: (actor, { query }) => listState(actor, query),
  }),
})
