import { Button, Radio, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/Radio.layer.css'
import { type FormEvent, useState } from 'react'
import { type StaffRole, staffRoles } from '../../../shared/catalog/staff.ts'
import type { StaffList } from '../../../shared/protocol/staff-messages.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { Sheet } from '../../ui/sheet.tsx'
import { MadeLink } from '../shops/link-sheet.tsx'
import type { Change } from './use-staff.ts'

const said = sellerTexts.staff

export interface InviteSheetProps {
  opened: boolean
  change: Change
  /** Why the last change was not made. */
  trouble: string | null
  onClose: () => void
}

/** Makes a link with which one person joins the shop, as what is chosen here. */
export const InviteSheet = ({ opened, change, trouble, onClose }: InviteSheetProps) => (
  <Sheet opened={opened} onClose={onClose} title={said.invite}>
    {opened && <InviteForm change={change} trouble={trouble} onClose={onClose} />}
  </Sheet>
)

function InviteForm({ change, trouble, onClose }: Omit<InviteSheetProps, 'opened'>) {
  const [role, setRole] = useState<StaffRole>('counter')
  const [email, setEmail] = useState('')
  const [isAsking, setAsking] = useState(false)
  const [link, setLink] = useState<string | null>(null)
  const [hasFailed, setFailed] = useState(false)
  const make = async (event: FormEvent) => {
    event.preventDefault()
    setAsking(true)
    const body = { role, ...(email.trim() ? { email: email.trim() } : {}) }
    const made = await change<StaffList & { url: string }>('POST', '/invites', body)
    setAsking(false)
    setFailed(!made)
    if (made) setLink(new URL(made.url, window.location.origin).href)
  }
  if (link) return <MadeLink link={link} onClose={onClose} />
  return (
    <form onSubmit={(event) => void make(event)} noValidate>
      <Stack>
        <p>{said.inviteHelp}</p>
        <Radio.Group label={said.role} value={role} onChange={(value) => setRole(value as StaffRole)}>
          <Stack gap="sm" mt="xs">
            {staffRoles.map((each) => (
              <Radio
                key={each}
                value={each}
                label={said.roles[each]}
                description={said.rolesHelp[each]}
                {...(each === role ? { 'data-autofocus': true } : {})}
              />
            ))}
          </Stack>
        </Radio.Group>
        <TextInput
          label={`${said.email} (${sellerTexts.optional})`}
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        {hasFailed && trouble && <p role="alert">{trouble}</p>}
        <Button type="submit" loading={isAsking}>
          {sellerTexts.shops.makeLink}
        </Button>
      </Stack>
    </form>
  )
}
