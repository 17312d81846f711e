import type { Cluster } from "../cluster"
import { kinds, type ResourceType, storageOf } from "../kinds"
import { isEnding, type KubeObject, nameOf, namespaceOf, ownerUidsOf } from "../kube-object"
import type { Change } from "../store"
import { type Controller, ControllerContext } from "./controller-context"
import { daemonSetController } from "./daemon-set"
import { deploymentController } from "./deployment"
import { GarbageCollector } from "./garbage-collector"
import { jobController } from "./job"
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
const debounceMs = 10

/** Runs all background processes: controllers, one kubelet, garbage collection. Returns a function that stops them. */
export function startControllers(cluster: Cluster): () => void {
  const context = new ControllerContext(cluster)
  const garbageCollector = new GarbageCollector(cluster)
  const timers = new Map<string, { due: number; timer: NodeJS.Timeout }>()

  function enqueue(storage: string, namespace: string, name: string, milliseconds = debounceMs): void {
    if (!controllers.has(storage)) return
    const key = `${storage} ${namespace} ${name}`
    const due = Date.now() + milliseconds
    const waiting = timers.get(key)
    if (waiting !== undefined && waiting.due <= due) return
    clearTimeout(waiting?.timer)
    const timer = setTimeout(() => {
      timers.delete(key)
      reconcile(storage, namespace, name)
    }, milliseconds)
    timers.set(key, { due, timer })
  }

  function reconcile(storage: string, namespace: string, name: string): void {
    const object = cluster.store.get(storage, namespace, name)
    const controller = controllers.get(storage)
    if (object === null || controller === undefined || isEnding(object)) return
    const next = controller(context, object)
    if (next !== undefined && Number.isFinite(next))
      enqueue(storage, namespace, name, Math.max(next, debounceMs))
  }

  function onChange({ storage, object, type }: Change): void {
    if (type === "DELETED") context.forget(object)
    else enqueue(storage, namespaceOf(object), nameOf(object))
    for (const owner of ownerUidsOf(object)) {
      const ownerObject = cluster.store.findByUid(owner)
      if (ownerObject !== null)
        enqueue(ownerObject.storage, namespaceOf(ownerObject.object), nameOf(ownerObject.object))
    }
    if (storage === storageOf(kinds.pod)) enqueueSelectors(object)
  }

  /** Controllers that select pods by label run again when a pod changes. */
  function enqueueSelectors(pod: KubeObject): void {
    for (const type of [kinds.service, kinds.budget]) {
      for (const selecting of cluster.store.list(storageOf(type), namespaceOf(pod))) {
        enqueue(storageOf(type), namespaceOf(selecting), nameOf(selecting))
      }
    }
  }

  const unsubscribe = cluster.store.subscribe(onChange)
  for (const storage of controllers.keys()) {
    for (const object of cluster.store.list(storage, null))
      enqueue(storage, namespaceOf(object), nameOf(object))
  }
  garbageCollector.start()
  return () => {
    unsubscribe()
    garbageCollector.stop()
    for (const { timer } of timers.values()) clearTimeout(timer)
    timers.clear()
  }
}
