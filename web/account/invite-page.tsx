import { Textarea, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { isBlank } from '../../shared/blank.ts'
import type { Session } from '../../shared/protocol/shapes.ts'
import { type Answer, ask } from '../http/ask.ts'
import { accountTexts } from '../ui/account-texts.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { RowSkeletons } from '../ui/skeletons.tsx'
import { texts } from '../ui/texts.ts'
import { AccountForm } from './account-form.tsx'
import { CredentialFields } from './credential-fields.tsx'
import { type CredentialErrors, errorsIn } from './credentials.ts'
import { goOn } from './go-on.ts'
import { useLinkSecret } from './link-secret.ts'
import { useAsking } from './use-asking.ts'

const said = accountTexts.invite

interface Invitation {
  email: string | null
  shopName: string | null
}

/** What an invited seller sees first: the shop's name, pickup details, and how to sign in later. */
export function Invite() {
  const secret = useLinkSecret()
  const [look, setLook] = useState<Answer<Invitation> | null>(null)
  useEffect(() => {
    void ask<Invitation>('POST', '/api/invites/look', { secret }).then(setLook)
  }, [secret])
  if (look?.kind === 'ok') return <InviteForm secret={secret} invitation={look.body} />
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

interface Draft {
  email: string
  password: string
  shopName: string
  pickupNote: string
}

function InviteForm({ secret, invitation }: { secret: string; invitation: Invitation }) {
  const [draft, setDraft] = useState<Draft>({
    email: invitation.email ?? '',
    password: '',
    shopName: invitation.shopName ?? '',
    pickupNote: '',
  })
  const [errors, setErrors] = useState<CredentialErrors & { shopName?: string }>({})
  const asking = useAsking()
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }))
  const submit = async () => {
    const wrong = { ...errorsIn(draft), ...(isBlank(draft.shopName) ? { shopName: said.shopName } : {}) }
    setErrors(wrong)
    if (Object.keys(wrong).length) return
    const { email, password, shopName, pickupNote } = draft
    const body = { secret, email, password, shop: { name: shopName, pickupNote } }
    const done = await asking.run(() => ask<{ session: Session }>('POST', '/api/invites/accept', body))
    if (done) goOn(done.session)
  }
  return (
    <AccountForm
      title={said.title}
      help={said.help}
      asking={asking}
      button={said.button}
      onSubmit={() => void submit()}
    >
      <TextInput
        label={said.shopName}
        autoComplete="organization"
        value={draft.shopName}
        error={errors.shopName}
        onChange={(event) => change({ shopName: event.currentTarget.value })}
      />
      <Textarea
        label={accountTexts.optional(said.pickupNote)}
        description={said.pickupHelp}
        rows={3}
        value={draft.pickupNote}
        onChange={(event) => change({ pickupNote: event.currentTarget.value })}
      />
      <CredentialFields kind="new" values={draft} errors={errors} onChange={change} />
    </AccountForm>
  )
}
