import { Lock } from "lucide-react"
import { AdminContacts } from "@/components/layout/forbidden"
import type { Actor } from "@/lib/identity/auth/actor"

export function FormDenied({ action, actor }: { action: string; actor: Actor }) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 py-16 text-center">
      <Lock size={18} className="text-muted" />
      <p className="text-base font-medium">{action} requires the operator role</p>
      <p className="text-sm text-muted">
        Your role is read-only. <AdminContacts actor={actor} />
      </p>
    </div>
  )
}
