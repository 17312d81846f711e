import { listAt, numberAt, objectAt, textAt, valueAt, withValue } from "../json"
import { kinds } from "../kinds"
import { isEnding, labelsOf, nameOf, namespaceOf, uidOf } from "../kube-object"
import { matchesLabels, selectorOf } from "../rules/selectors"
import { withTimes } from "./conditions"
import type { Controller } from "./controller-context"
import { isReady } from "./pod"
import { generationOf } from "./pods-of"

const boundAfterMs = 100

export const claimController: Controller = (context, claim) => {
  const remainingMs = boundAfterMs - context.ageOf(claim)
  if (remainingMs > 0) {
    context.setStatus(kinds.claim, claim, { phase: "Pending" })
    return remainingMs
  }
  const volume = textAt(claim, "spec", "volumeName") ?? `pvc-${uidOf(claim)}`
  const bound = withValue(claim, ["spec", "volumeName"], volume)
  const accessModes = listAt(claim, "spec", "accessModes")
  const capacity = objectAt(claim, "spec", "resources", "requests")
  context.put(kinds.claim, claim, { ...bound, status: { phase: "Bound", accessModes, capacity } })
  return undefined
}

export const namespaceController: Controller = (context, namespace) => {
  if (isEnding(namespace)) return undefined
  context.setStatus(kinds.namespace, namespace, { phase: "Active" })
  if (context.find(kinds.serviceAccount, nameOf(namespace), "default") === null) {
    const metadata = { name: "default", namespace: nameOf(namespace) }
    context.create(kinds.serviceAccount, { apiVersion: "v1", kind: "ServiceAccount", metadata })
  }
  return undefined
}

export const definitionController: Controller = (context, definition) => {
  const stored = listAt(definition, "spec", "versions").filter(
    (version) => valueAt(version, "storage") === true,
  )
  const names = objectAt(definition, "spec", "names")
  const kind = textAt(names, "kind") ?? ""
  context.setStatus(kinds.definition, definition, {
    acceptedNames: { singular: kind.toLowerCase(), listKind: `${kind}List`, ...names },
    storedVersions: stored.flatMap((version) => textAt(version, "name") ?? []),
    conditions: withTimes(definition, [
      { type: "NamesAccepted", status: "True", reason: "NoConflicts", message: "no conflicts found" },
      {
        type: "Established",
        status: "True",
        reason: "InitialNamesAccepted",
        message: "the initial names have been accepted",
      },
    ]),
  })
  return undefined
}

/** An aggregated API is available once its Service exists. The sandbox does not forward requests to it. */
export const apiServiceController: Controller = (context, apiService) => {
  const name = textAt(apiService, "spec", "service", "name")
  const namespace = textAt(apiService, "spec", "service", "namespace") ?? ""
  const isMissing = name !== undefined && context.find(kinds.service, namespace, name) === null
  const condition = isMissing
    ? {
        status: "False" as const,
        reason: "ServiceNotFound",
        message: `service/${name} in "${namespace}" is not present`,
      }
    : { status: "True" as const, reason: "Passed", message: "all checks passed" }
  const conditions = withTimes(apiService, [{ type: "Available", ...condition }])
  context.setStatus(kinds.apiService, apiService, { conditions })
  return isMissing ? serviceLookMs : undefined
}

const serviceLookMs = 200

export const budgetController: Controller = (context, budget) => {
  const selector = selectorOf(valueAt(budget, "spec", "selector"))
  const pods = context
    .list(kinds.pod, namespaceOf(budget))
    .filter((pod) => matchesLabels(labelsOf(pod), selector))
  const healthy = pods.filter(isReady).length
  const least = valueAt(budget, "spec", "minAvailable")
  const maxUnavailable = valueAt(budget, "spec", "maxUnavailable")
  const desired = amount(least, pods.length) ?? pods.length - (amount(maxUnavailable, pods.length) ?? 1)
  const allowed = Math.max(0, healthy - desired)
  context.setStatus(kinds.budget, budget, {
    observedGeneration: generationOf(budget),
    expectedPods: pods.length,
    currentHealthy: healthy,
    desiredHealthy: Math.max(0, desired),
    disruptionsAllowed: allowed,
    conditions: withTimes(budget, [
      {
        type: "DisruptionAllowed",
        status: allowed > 0 ? "True" : "False",
        reason: allowed > 0 ? "SufficientPods" : "InsufficientPods",
        message: "",
      },
    ]),
  })
  return undefined
}

function amount(value: unknown, total: number): number | null {
  if (typeof value === "number") return value
  return typeof value === "string" ? Math.ceil((total * Number.parseFloat(value)) / 100) : null
}

/** There are no metrics, so nothing is scaled: the count only stays within the requested bounds. */
export const autoscalerController: Controller = (context, scaler) => {
  const replicas = numberAt(scaler, "spec", "minReplicas") ?? 1
  context.setStatus(kinds.autoscaler, scaler, {
    observedGeneration: generationOf(scaler),
    currentReplicas: replicas,
    desiredReplicas: replicas,
    currentMetrics: null,
    conditions: withTimes(scaler, [
      {
        type: "AbleToScale",
        status: "True",
        reason: "SucceededGetScale",
        message: "the HPA controller was able to get the target's current scale",
      },
      {
        type: "ScalingActive",
        status: "True",
        reason: "ValidMetricFound",
        message: "the HPA was able to successfully calculate a replica count",
      },
    ]),
  })
  return undefined
}
