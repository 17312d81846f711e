import { stringify } from "yaml"
import type { Identity } from "./certificate"

export const contextName = "sandbox"

/** A kubeconfig with one context, for helm, kubectl and other clients. It contains the token: keep it at 0600. */
export function kubeconfigText(url: string, identity: Identity): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": contextName,
    clusters: [
      {
        name: contextName,
        cluster: {
          server: url,
          "certificate-authority-data": Buffer.from(identity.certificate).toString("base64"),
        },
      },
    ],
    users: [{ name: contextName, user: { token: identity.token } }],
    contexts: [
      { name: contextName, context: { cluster: contextName, user: contextName, namespace: "default" } },
    ],
  })
}
