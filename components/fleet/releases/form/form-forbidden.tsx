import { Lock } from "lucide-react"
import { AdminContacts } from "@/components/layout/admin-contacts"
import type { Actor } from "@/lib/identity/auth/actor"

/** Said to somebody who may look but not change. */
export function FormDenied({ what, actor }: { what: string; actor: Actor }) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 py-16 text-center">
      <Lock size={18} aria-hidden="true" className="text-muted" />
      <p className="text-base font-medium">{what} is for operators</p>
      <p className="text-sm text-muted">
        Your role can look at everything and change nothing. <AdminContacts actor={actor} />
      </p>
    </div>
  )
}
