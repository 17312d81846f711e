import { isPending } from "@/lib/fleet/releases/helm-status"
import { maskCreatedRevision } from "@/lib/fleet/releases/mask-in-thread"
import { maskUnrendered } from "@/lib/fleet/releases/mask-record"
import { type FoundRevision, type Outcome, uninstallRevision } from "@/lib/fleet/releases/record-outcome"
import { statusWithoutOperation } from "@/lib/fleet/releases/recorded-revision"
import type { ReleaseStatus } from "@/lib/fleet/releases/schema"
import {
  maskKeyOfRelease,
  revisionKey,
  type SealedRevision,
  sealRevision,
} from "@/lib/fleet/releases/sealed-values"
import { renderChart } from "@/lib/kube/helm/helm-commands"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { showMasked } from "@/lib/kube/masking/mask"
import { Masker } from "@/lib/kube/masking/masker"
import type { Release } from "@/lib/platform/db/generated/client"
import { writeHelmInput } from "@/lib/platform/yaml/write-yaml"
import { type ChangeContext, maskerBefore, releaseKey } from "./change-context"
import { type Failure, type MaskedFailure, maskFailure, plainFailure } from "./explain-failure"
import { findLeftovers } from "./find-leftovers"
import { originsOf, type Repaired } from "./repair-history"
import { type DescribedRevision, describeRevisions, type Entry } from "./revision-origin"

/** How Helm ended, as far as known; `failure` is not masked yet, and null after a success. */
export type HelmResult = {
  failure: Failure | null
  cancelled: boolean
  cause: unknown
}

/** `mask` removes every value from a text that is secret in any of the revisions. */
type KnownOutcome = { described: readonly DescribedRevision[]; mask: (text: string) => string }

/**
 * The outcome of a change, read from Helm's history, which decides regardless of what Helm or a killed worker reported.
 * Revisions made by other clients since Helm was started are recorded as out-of-band.
 */
export async function findOutcome(
  context: ChangeContext,
  after: Repaired,
  ended: HelmResult,
): Promise<Outcome> {
  const described = await describeRevisions(context, newRevisions(context, after))
  const change = described.find((revision) => revision.origin === "change") ?? null
  const rendered = change === null ? await renderFailedInstall(context) : null
  const masker = (change ?? rendered)?.masker ?? (await maskerBefore(context))
  context.progress.maskWith(masker)
  const mask = (message: string) =>
    showMasked(described.reduce((text, one) => one.masker.text(text), masker.text(message)))
  return context.request.kind === "UNINSTALL"
    ? uninstallOutcome(context, after, ended, { described, mask })
    : changeOutcome(context, after, ended, { described, change, rendered, mask })
}

/**
 * The revisions that Helm has stored since, with their origin. A revision that another Helm client is still working on
 * is skipped.
 */
function newRevisions(context: ChangeContext, after: Repaired) {
  const { operation, request } = context
  const base = operation.baseRevision ?? 0
  const created = originsOf(context, after)
    .flatMap((origin, index) => {
      const entry = after.history[index]
      return entry === undefined ? [] : [{ origin, entry }]
    })
    .filter(({ origin, entry }) => entry.revision > base && (origin !== "none" || !isPending[entry.status]))
  // Revisions that another client installed under the same name belong to a different release.
  const ownIndex = created.findIndex(({ origin }) => origin === "change")
  return request.kind === "INSTALL" ? created.slice(ownIndex < 0 ? created.length : ownIndex) : created
}

const noFailure = { error: null, cause: null }

function changeOutcome(
  context: ChangeContext,
  after: Repaired,
  ended: HelmResult,
  {
    described,
    change,
    rendered,
    mask,
  }: KnownOutcome & { change: DescribedRevision | null; rendered: Rendered | null },
): Outcome {
  const succeeded = change?.revision.status === "DEPLOYED"
  const failure = succeeded ? noFailure : maskFailure(failureOf(after, ended), mask)
  const revisions = described.map((one) => (one === change ? { ...one.revision, ...failure } : one.revision))
  const leftNoRevision = context.request.kind === "INSTALL" && change === null
  const base = context.operation.baseRevision ?? 0
  const failedInstall = leftNoRevision
    ? [{ ...failedInstallRevision(context, rendered), ...failure, revision: base + 1 }]
    : []
  return {
    ending: {
      state: succeeded ? "SUCCEEDED" : ended.cancelled ? "CANCELLED" : "FAILED",
      ...failure,
      revision: change?.revision.revision ?? failedInstall[0]?.revision ?? null,
    },
    revisions: [...revisions, ...failedInstall],
    release: {
      ...(leftNoRevision ? { status: "FAILED", inCluster: false } : currentState(after.history)),
      lastError: failure.error,
    },
    repaired: after.repaired,
  }
}

/** The outcome of an uninstall: recorded in addition to the revisions, under the number of the revision it removed. */
async function uninstallOutcome(
  context: ChangeContext,
  after: Repaired,
  ended: HelmResult,
  { described, mask }: KnownOutcome,
): Promise<Outcome> {
  const { history, repaired } = after
  const { release, operation, request } = context
  const isRemoved = history.length === 0
  const failure = isRemoved ? noFailure : maskFailure(withAdvice(failureOf(after, ended), ended), mask)
  const warnings = isRemoved ? (await findLeftovers(context, ended.cause)).map(mask) : []
  for (const warning of warnings) context.progress.report(warning, "warning")
  const reason = request.kind === "UNINSTALL" ? request.reason : null
  const removal = uninstallRevision(release, {
    revision: operation.baseRevision || release.revision,
    reason,
    ...failure,
    warnings,
    status: isRemoved ? "DEPLOYED" : "FAILED",
    ...ranBy(operation),
    description: isRemoved ? "Uninstalled" : null,
  })
  return {
    ending: { state: isRemoved ? "SUCCEEDED" : "FAILED", ...failure, revision: null },
    revisions: [...described.map(({ revision }) => revision), ...(removal.revision > 0 ? [removal] : [])],
    release: {
      ...currentState(history),
      lastError: failure.error,
      ...(isRemoved && { uninstallReason: reason, warnings }),
    },
    repaired,
  }
}

/** The outcome of a change whose Helm was not started, or made no revision: the release is unchanged. */
export async function unchangedOutcome(
  release: Release,
  state: "CANCELLED" | "FAILED",
  { error, cause }: MaskedFailure,
): Promise<Outcome> {
  const status = await statusWithoutOperation(release)
  return {
    ending: { state, error, cause, revision: null },
    revisions: [],
    release: {
      status: status === "UNINSTALLED" && state === "FAILED" ? "FAILED" : status,
      inCluster: release.inCluster,
      lastError: error,
      uninstallReason: error,
    },
    repaired: null,
  }
}

function withAdvice({ text, cause }: Failure, ended: HelmResult): Failure {
  const sentence = text.replace(/(?<![.!?])$/, ".")
  if (!(ended.cause instanceof HelmError)) return { text: sentence, cause }
  const mayBeHook = ["hook_failed", "not_ready"].includes(ended.cause.kind)
  const orSkip = mayBeHook ? ", or with skipHooks if a delete hook is the cause" : ""
  return { text: `${sentence} Fix the cause and uninstall it again${orSkip}.`, cause }
}

/** Why a change did not succeed, from the most specific information available. */
function failureOf({ failure, repaired }: Repaired, ended: HelmResult): Failure {
  if (ended.failure !== null) return ended.failure
  if (failure !== null) return { text: failure.error, cause: failure.cause }
  return plainFailure(repaired ?? "Helm was interrupted before it had finished.", "interrupted")
}

type CurrentState = { status: ReleaseStatus; inCluster: boolean; uninstallReason?: string }

/** A release that was uninstalled with its history kept counts as removed, like one without history. */
function currentState(history: readonly Entry[]): CurrentState {
  const newest = history.at(-1)
  if (newest === undefined || newest.status === "uninstalled")
    return { status: "UNINSTALLED", inCluster: false, uninstallReason: "It was removed outside Slipway." }
  const finished = history.findLast(({ status }) => !isPending[status])
  return { status: finished?.status === "deployed" ? "DEPLOYED" : "FAILED", inCluster: true }
}

type Rendered = { masked: SealedRevision; masker: Masker }

/** The revision that a failed install would have made: recorded in the history, and used to mask the error. */
async function renderFailedInstall(context: ChangeContext): Promise<Rendered | null> {
  const { request, chart, mask, helm } = context
  if (request.kind !== "INSTALL" || chart === null) return null
  const helmContext = { helm: helm.helm, limits: { wallClockSeconds: 30 } }
  const input = {
    ...releaseKey(context.operation),
    chart: chart.path,
    values: writeHelmInput(request.values),
  }
  const manifest = await renderChart(helmContext, input).catch(() => null)
  if (manifest === null) return null
  const { revision: masked, secrets } = await maskCreatedRevision(context.operation.namespace, {
    record: { values: request.values, manifest, hooks: [], notes: "" },
    chart,
    mask: maskKeyOfRelease(context.operation),
    before: {},
    publicNames: [context.operation.releaseName, context.operation.namespace, chart.name],
  })
  return { masked, masker: new Masker(secrets, mask) }
}

/** An install that was rolled back or stored no revision: Helm has no record of it, but the attempt is recorded. */
function failedInstallRevision(
  { request, operation, chart, mask }: ChangeContext,
  rendered: Rendered | null,
): Omit<FoundRevision, "revision" | "error"> {
  if (request.kind !== "INSTALL") throw new Error("Only an install can leave no revision.")
  const { repository, chartName, chartVersion, appVersion, values, description } = request
  return {
    repository,
    chartName,
    chartVersion,
    appVersion,
    values,
    description,
    operation: "INSTALL",
    status: "FAILED",
    ...ranBy(operation),
    chartDigest: chart?.digest ?? null,
    masked: rendered?.masked ?? sealRevision(maskUnrendered(values, chart, mask), revisionKey()),
  }
}

const ranBy = ({ id, requestedBy, helmStartedAt }: ChangeContext["operation"]) => ({
  operationId: id,
  performedBy: requestedBy,
  createdAt: helmStartedAt ?? new Date(),
  finishedAt: new Date(),
})
