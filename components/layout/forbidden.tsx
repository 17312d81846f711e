import { Lock } from "lucide-react"
import { AdminContacts } from "@/components/layout/admin-contacts"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import type { Actor } from "@/lib/identity/auth/actor"

/** Shown when the user's role cannot access a page, with whom to contact. */
export function Forbidden({ title, actor }: { title: string; actor: Actor }) {
  return (
    <>
      <PageHeader title={title} still />
      <PageBody>
        <div className="mx-auto flex max-w-md flex-col items-center gap-2 py-16 text-center">
          <Lock size={18} aria-hidden="true" className="text-muted" />
          <p className="text-base font-medium">Admins only</p>
          <p className="text-sm text-muted">
            Your role does not have access to this page. <AdminContacts actor={actor} />
          </p>
        </div>
      </PageBody>
    </>
  )
}
