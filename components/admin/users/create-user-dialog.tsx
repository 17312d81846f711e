import { roleFrom, roleOptions } from "@/components/admin/users/role-labels"
import type { DialogState } from "@/components/ui/dialog-button"
import { FormDialog } from "@/components/ui/form-dialog"
import { ShownOnce } from "@/components/ui/shown-once"
import { Select, TextField } from "@/components/ui/text-field"
import { useApiMutation } from "@/components/ui/use-api-mutation"
import { api } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"

function readForm(form: FormData) {
  const text = (name: string) => String(form.get(name))
  return { email: text("email"), name: text("name"), role: roleFrom(text("role")) }
}

/** Creates a user; Slipway generates the first password and shows it once. */
export default function CreateUserDialog(state: DialogState) {
  const create = useApiMutation("POST", api("/users"), { invalidates: [queryKeys.users] })
  const createdUser = create.data ?? null
  return (
    <FormDialog
      {...state}
      title={createdUser === null ? "New user" : `Password for ${createdUser.name}`}
      submit="Create user"
      action={create}
      read={readForm}
      result={createdUser && <PasswordShown email={createdUser.email} password={createdUser.password} />}
    >
      <TextField label="Email address" name="email" type="email" required autoFocus />
      <TextField label="Name" name="name" required maxLength={200} />
      <Select label="Role" name="role" options={roleOptions} defaultValue="VIEWER" />
    </FormDialog>
  )
}

/** A newly generated password, which cannot be shown again. */
export function PasswordShown({ email, password }: { email: string; password: string | null }) {
  if (password === null) return <p className="text-sm">The password you chose is now active.</p>
  return (
    <div className="flex flex-col gap-3">
      <ShownOnce label="password" value={password} hint={`Send this password to ${email}.`} />
    </div>
  )
}
