import { DomainError } from "@/lib/platform/errors"

/** The error for changing a record that an admin annulled. */
export function annulledConflict(): DomainError {
  return new DomainError(
    "conflict",
    "This deployment was annulled. Ask an admin to restore it, or record it with a new externalId or attempt.",
    { code: "deployment_annulled" },
  )
}
