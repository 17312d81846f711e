import { defaultRoles } from "./access/default-roles"
import type { Cluster } from "./cluster"
import { kinds, type ResourceType, storageOf } from "./kinds"
import { type KubeObject, nameOf, timestamp } from "./kube-object"
import { createObject } from "./write-object"

/** The one node of the sandbox. */
export const nodeName = "sandbox"

const namespace = (name: string): [ResourceType, KubeObject] => [
  kinds.namespace,
  {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { "kubernetes.io/metadata.name": name } },
  },
]

const initialObjects: [ResourceType, KubeObject][] = [
  namespace("default"),
  namespace("kube-system"),
  [
    kinds.node,
    {
      apiVersion: "v1",
      kind: "Node",
      metadata: {
        name: nodeName,
        labels: { "kubernetes.io/hostname": nodeName, "kubernetes.io/os": "linux" },
      },
      spec: {},
    },
  ],
  [
    kinds.storageClass,
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
      provisioner: "slipway.dev/sandbox",
      reclaimPolicy: "Delete",
      volumeBindingMode: "Immediate",
    },
  ],
  [
    kinds.ingressClass,
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: { name: "sandbox", annotations: { "ingressclass.kubernetes.io/is-default-class": "true" } },
      spec: { controller: "slipway.dev/sandbox" },
    },
  ],
  ...defaultRoles.map((role): [ResourceType, KubeObject] => [kinds.clusterRole, role]),
]

/** Creates the objects that every cluster has and this one lacks. */
export function seed(cluster: Cluster): void {
  for (const [type, object] of initialObjects) {
    if (cluster.store.get(storageOf(type), "", nameOf(object)) !== null) continue
    const created = createObject(cluster, type, object, {
      manager: "sandbox",
      dryRun: false,
      ownership: "given",
    })
    if (type === kinds.node) cluster.store.put(storageOf(type), { ...created, status: nodeStatus() })
  }
}

function nodeStatus() {
  const resources = { cpu: "8", memory: "32Gi", pods: "1000", "ephemeral-storage": "100Gi" }
  const now = timestamp()
  return {
    capacity: resources,
    allocatable: resources,
    addresses: [
      { type: "InternalIP", address: "127.0.0.1" },
      { type: "Hostname", address: nodeName },
    ],
    conditions: [
      {
        type: "Ready",
        status: "True",
        reason: "KubeletReady",
        message: "kubelet is posting ready status",
        lastHeartbeatTime: now,
        lastTransitionTime: now,
      },
    ],
    nodeInfo: {
      kubeletVersion: "v1.34.0",
      operatingSystem: "linux",
      architecture: "amd64",
      osImage: "Slipway sandbox",
      kernelVersion: "0",
      containerRuntimeVersion: "none",
      kubeProxyVersion: "",
      machineID: "",
      systemUUID: "",
      bootID: "",
    },
  }
}
