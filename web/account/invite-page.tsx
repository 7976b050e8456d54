import { Textarea, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { isBlank } from '../../shared/blank.ts'
import type { StaffRole } from '../../shared/catalog/staff.ts'
import { ask } from '../http/ask.ts'
import type { Outcome } from '../socket/wire.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { RowSkeletons } from '../ui/skeletons.tsx'
import { texts } from '../ui/texts.ts'
import { AccountForm } from './account-form.tsx'
import { CredentialFields } from './credential-fields.tsx'
import { type Credentials, errorsIn } from './credentials.ts'
import { Join } from './join-page.tsx'
import { useLinkSecret } from './link-secret.ts'

const said = accountTexts.invite

interface Invitation {
  email: string | null
  shopName: string | null
  /** The job that is offered; absent where the link opens a shop. */
  role?: StaffRole
}

/** What an invited seller sees first: the shop's name, pickup details, and how to sign in later; or the job. */
export function Invite() {
  const secret = useLinkSecret()
  const [look, setLook] = useState<Outcome<Invitation> | null>(null)
  useEffect(() => {
    void ask<Invitation>('POST', '/api/invites/look', { secret }).then(setLook)
  }, [secret])
  if (look?.kind === 'ok' && look.reply.role) {
    const { email, shopName, role } = look.reply
    return <Join secret={secret} job={{ email, shopName: shopName ?? '', role }} />
  }
  if (look?.kind === 'ok') return <InviteForm secret={secret} invitation={look.reply} />
  return (
    <Page>
      {look ? (
        <EmptyState icon="lock" title={look.kind === 'refused' ? said.dead : accountTexts.noAnswer}>
          {look.kind === 'refused' && <p>{said.deadHelp}</p>}
          <a href="/">{texts.shell.toMarket}</a>
        </EmptyState>
      ) : (
        <div role="status" aria-label={said.looking}>
          <RowSkeletons count={4} />
        </div>
      )}
    </Page>
  )
}

const InviteForm = ({ secret, invitation }: { secret: string; invitation: Invitation }) => (
  <AccountForm<Credentials & { shopName: string; pickupNote: string }>
    texts={said}
    path="/api/invites/accept"
    errorsIn={(typed) => ({
      ...errorsIn(typed),
      shopName: isBlank(typed.shopName) ? said.shopName : undefined,
    })}
    bodyOf={({ shopName, pickupNote, ...credentials }) => ({
      secret,
      ...credentials,
      shop: { name: shopName, pickupNote, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    })}
  >
    {(errors) => (
      <>
        <TextInput
          label={said.shopName}
          name="shopName"
          autoComplete="organization"
          defaultValue={invitation.shopName ?? ''}
          error={errors.shopName}
        />
        <Textarea
          label={accountTexts.optional(said.pickupNote)}
          name="pickupNote"
          description={said.pickupHelp}
          rows={3}
        />
        <CredentialFields kind="new" email={invitation.email} errors={errors} />
      </>
    )}
  </AccountForm>
)
