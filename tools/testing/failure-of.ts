import { HelmError } from "@/lib/kube/helm/helm-error"

/** The HelmError of a call that is expected to fail. */
export async function failureOf(work: Promise<unknown>): Promise<HelmError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof HelmError) return error
  throw new Error(`Helm was expected to fail, got ${String(error)}`)
}
