/** One wording wherever a cluster answers 401. */
export const credentialsRejected =
  "The cluster rejects Slipway's credentials (401 Unauthorized). Renew those of its kubeconfig."
