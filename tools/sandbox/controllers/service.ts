import { type Json, type JsonObject, listAt, numberAt, objectAt, sameJson, textAt, textsAt } from "../json"
import { kinds } from "../kinds"
import { type KubeObject, labelsOf, nameOf, namespaceOf, ownerReference, uidOf } from "../kube-object"
import { type Controller, type ControllerContext, shortHash, spread } from "./controller-context"
import { isReady } from "./pod"

const addressAfterMs = 150

/** Maintains the addresses of the pods that a service selects, and assigns a load balancer an address. */
export const serviceController: Controller = (context, service) => {
  const selector = Object.entries(textsAt(service, "spec", "selector"))
  if (selector.length > 0) {
    const selected = context
      .list(kinds.pod, namespaceOf(service))
      .filter((pod) => selector.every(([key, value]) => labelsOf(pod)[key] === value))
    writeEndpoints(context, service, selected)
    writeSlice(context, service, selected)
  }
  if (textAt(service, "spec", "type") !== "LoadBalancer") {
    context.setStatus(kinds.service, service, { loadBalancer: {} })
    return undefined
  }
  return balance(context, service, kinds.service)
}

export const ingressController: Controller = (context, ingress) => balance(context, ingress, kinds.ingress)

function balance(
  context: ControllerContext,
  object: KubeObject,
  type: typeof kinds.service,
): number | undefined {
  const remainingMs = addressAfterMs - context.ageOf(object)
  if (remainingMs > 0) return remainingMs
  const ip = `192.0.2.${spread(uidOf(object), 250) + 2}`
  context.setStatus(type, object, { loadBalancer: { ingress: [{ ip }] } })
  return undefined
}

const servicePorts = (service: KubeObject): JsonObject[] =>
  listAt(service, "spec", "ports").map((port) => {
    const target = objectAt(port).targetPort
    const number = typeof target === "number" ? target : (numberAt(port, "port") ?? 0)
    const name = textAt(port, "name")
    return {
      ...(name === undefined ? {} : { name }),
      port: number,
      protocol: textAt(port, "protocol") ?? "TCP",
    }
  })

const podReference = (pod: KubeObject): JsonObject => ({
  kind: "Pod",
  name: nameOf(pod),
  namespace: namespaceOf(pod),
  uid: uidOf(pod),
})

function writeEndpoints(context: ControllerContext, service: KubeObject, pods: readonly KubeObject[]): void {
  const addresses = (isReadyList: boolean): Json[] =>
    pods
      .filter((pod) => isReady(pod) === isReadyList && textAt(pod, "status", "podIP") !== undefined)
      .map((pod) => ({ ip: textAt(pod, "status", "podIP"), targetRef: podReference(pod) }))
  const ready = addresses(true)
  const notReady = addresses(false)
  const subset = {
    ...(ready.length > 0 ? { addresses: ready } : {}),
    ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
    ports: servicePorts(service),
  }
  write(context, kinds.endpoints, {
    apiVersion: "v1",
    kind: "Endpoints",
    metadata: {
      name: nameOf(service),
      namespace: namespaceOf(service),
      labels: labelsOf(service),
      ownerReferences: [ownerReference(service)],
    },
    subsets: ready.length + notReady.length > 0 ? [subset] : [],
  })
}

function writeSlice(context: ControllerContext, service: KubeObject, pods: readonly KubeObject[]): void {
  const endpoints: Json[] = pods.flatMap((pod) => {
    const ip = textAt(pod, "status", "podIP")
    const conditions = { ready: isReady(pod), serving: isReady(pod), terminating: false }
    return ip === undefined ? [] : [{ addresses: [ip], conditions, targetRef: podReference(pod) }]
  })
  write(context, kinds.endpointSlice, {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      name: `${nameOf(service)}-${shortHash(uidOf(service)).slice(0, 5)}`,
      namespace: namespaceOf(service),
      labels: { ...labelsOf(service), "kubernetes.io/service-name": nameOf(service) },
      ownerReferences: [ownerReference(service)],
    },
    addressType: "IPv4",
    endpoints,
    ports: servicePorts(service),
  })
}

function write(context: ControllerContext, type: typeof kinds.service, desired: KubeObject): void {
  const before = context.find(type, namespaceOf(desired), nameOf(desired))
  if (before === null) {
    context.create(type, desired)
    return
  }
  const { metadata: _, ...content } = desired
  const isSame = Object.entries(content).every(([field, value]) => sameJson(before[field], value))
  if (!isSame) context.put(type, before, { ...desired, metadata: before.metadata })
}
