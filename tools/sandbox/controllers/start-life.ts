import type { Cluster } from "../cluster"
import { kinds, type ResourceType, storageOf } from "../kinds"
import { isEnding, type KubeObject, nameOf, namespaceOf, ownerUidsOf } from "../kube-object"
import type { Change } from "../store"
import { daemonSetController } from "./daemon-set"
import { deploymentController } from "./deployment"
import { GarbageCollector } from "./garbage-collector"
import { jobController } from "./job"
import { type Controller, Life } from "./life"
import { podController } from "./pod"
import { replicaSetController } from "./replica-set"
import { ingressController, serviceController } from "./service"
import {
  apiServiceController,
  autoscalerController,
  budgetController,
  claimController,
  definitionController,
  namespaceController,
} from "./small-controllers"
import { statefulSetController } from "./stateful-set"

const controllers = new Map<string, Controller>(
  (
    [
      [kinds.namespace, namespaceController],
      [kinds.definition, definitionController],
      [kinds.apiService, apiServiceController],
      [kinds.pod, podController],
      [kinds.replicaSet, replicaSetController],
      [kinds.deployment, deploymentController],
      [kinds.statefulSet, statefulSetController],
      [kinds.daemonSet, daemonSetController],
      [kinds.job, jobController],
      [kinds.service, serviceController],
      [kinds.ingress, ingressController],
      [kinds.claim, claimController],
      [kinds.budget, budgetController],
      [kinds.autoscaler, autoscalerController],
    ] satisfies [ResourceType, Controller][]
  ).map(([type, controller]) => [storageOf(type), controller]),
)

/** Delays reconciliation after a change, so that several changes are handled together. */
const breathMs = 10

/** Runs all background processes: controllers, one kubelet, garbage collection. Returns a function that stops them. */
export function startLife(cluster: Cluster): () => void {
  const life = new Life(cluster)
  const garden = new GarbageCollector(cluster)
  const timers = new Map<string, { due: number; timer: NodeJS.Timeout }>()

  function wake(storage: string, namespace: string, name: string, milliseconds = breathMs): void {
    if (!controllers.has(storage)) return
    const key = `${storage} ${namespace} ${name}`
    const due = Date.now() + milliseconds
    const waiting = timers.get(key)
    if (waiting !== undefined && waiting.due <= due) return
    clearTimeout(waiting?.timer)
    const timer = setTimeout(() => {
      timers.delete(key)
      look(storage, namespace, name)
    }, milliseconds)
    timers.set(key, { due, timer })
  }

  function look(storage: string, namespace: string, name: string): void {
    const object = cluster.store.get(storage, namespace, name)
    const controller = controllers.get(storage)
    if (object === null || controller === undefined || isEnding(object)) return
    const next = controller(life, object)
    if (next !== undefined && Number.isFinite(next)) wake(storage, namespace, name, Math.max(next, breathMs))
  }

  function onChange({ storage, object, type }: Change): void {
    if (type === "DELETED") life.forget(object)
    else wake(storage, namespaceOf(object), nameOf(object))
    for (const owner of ownerUidsOf(object)) {
      const found = cluster.store.findByUid(owner)
      if (found !== null) wake(found.storage, namespaceOf(found.object), nameOf(found.object))
    }
    if (storage === storageOf(kinds.pod)) wakeSelectors(object)
  }

  /** Controllers that select pods by label run again when a pod changes. */
  function wakeSelectors(pod: KubeObject): void {
    for (const type of [kinds.service, kinds.budget]) {
      for (const selecting of cluster.store.list(storageOf(type), namespaceOf(pod))) {
        wake(storageOf(type), namespaceOf(selecting), nameOf(selecting))
      }
    }
  }

  const unsubscribe = cluster.store.subscribe(onChange)
  for (const storage of controllers.keys()) {
    for (const object of cluster.store.list(storage, null)) wake(storage, namespaceOf(object), nameOf(object))
  }
  garden.start()
  return () => {
    unsubscribe()
    garden.stop()
    for (const { timer } of timers.values()) clearTimeout(timer)
    timers.clear()
  }
}
