/** The message whenever a cluster responds with 401. */
export const credentialsRejected =
  "The cluster rejects Slipway's credentials (401 Unauthorized). Renew the credentials in its kubeconfig."
