import { DomainError } from "@/lib/platform/errors"

/** For a change of a record that an admin annulled. */
export function annulledConflict(): DomainError {
  return new DomainError(
    "conflict",
    "This deployment was annulled. Ask an admin to restore it, or record it under an externalId or attempt of its own.",
    { code: "deployment_annulled" },
  )
}
