import { Lock } from "lucide-react"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import type { Actor } from "@/lib/identity/auth/actor"
import { nameAdmins } from "@/lib/identity/users/find-user"

export function Forbidden({ title, actor }: { title: string; actor: Actor }) {
  return (
    <>
      <PageHeader title={title} isStatic />
      <PageBody>
        <div className="mx-auto flex max-w-md flex-col items-center gap-2 py-16 text-center">
          <Lock size={18} className="text-muted" />
          <p className="text-base font-medium">Admins only</p>
          <p className="text-sm text-muted">
            Your role does not have access to this page. <AdminContacts actor={actor} />
          </p>
        </div>
      </PageBody>
    </>
  )
}

/** Follows an explanation of missing permissions: who can change the role, and where. */
export async function AdminContacts({ actor }: { actor: Actor }) {
  const admins = await nameAdmins(actor)
  return (
    <>
      Ask an admin to change your role under Settings → Users
      {admins.length > 0 && ": "}
      {admins.map((email, index) => (
        <span key={email}>
          {index > 0 && (index === admins.length - 1 ? " or " : ", ")}
          <a href={`mailto:${email}`} className="rounded-sm text-accent underline underline-offset-2">
            {email}
          </a>
        </span>
      ))}
      .
    </>
  )
}
