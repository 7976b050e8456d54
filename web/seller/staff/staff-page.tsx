import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { type StaffRole, staffRoles } from '../../../shared/catalog/staff.ts'
import type { Shop } from '../../../shared/protocol/shapes.ts'
import type { ListedStaff, ListedStaffInvite } from '../../../shared/protocol/staff-messages.ts'
import { announce } from '../../ui/announcements.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Icon } from '../../ui/icons.tsx'
import { RowList } from '../../ui/row-list.tsx'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { RowSkeletons } from '../../ui/skeletons.tsx'
import { ShopSelect } from '../shell/shop-select.tsx'
import { useDateTime } from '../shell/use-date-time.ts'
import { useMay } from '../shell/use-may.ts'
import { usePageTitle } from '../shell/use-page-title.ts'
import { useShopChoice } from '../shell/use-shop-choice.ts'
import { InviteSheet } from './invite-sheet.tsx'
import { nameOf } from './name-of.ts'
import { RemoveSheet } from './remove-sheet.tsx'
import { type Change, useStaff } from './use-staff.ts'

const said = sellerTexts.staff

/** Who works in a shop, as what, and who is invited. */
export function Staff() {
  usePageTitle(said.title)
  const may = useMay()
  const { all, one } = useShopChoice()
  const [picked, setPicked] = useState<number | null>(null)
  const shops = all.filter(({ id }) => may('staff', id))
  const shop = one
    ? shops.find(({ id }) => id === one.id)
    : (shops.find(({ id }) => id === picked) ?? shops[0])
  if (!shop) return <EmptyState icon="lock" title={said.onlyOwners} help={said.onlyOwnersHelp} />
  return (
    <Stack gap="lg" maw="44rem">
      <h1>{said.title}</h1>
      {!one && shops.length > 1 && (
        <ShopSelect label={sellerTexts.shop} shops={shops} shopId={shop.id} onChange={setPicked} />
      )}
      <StaffOf key={shop.id} shop={shop} />
    </Stack>
  )
}

function StaffOf({ shop }: { shop: Shop }) {
  const { list, trouble, change } = useStaff(shop.id)
  const [isInviting, setInviting] = useState(false)
  const [removing, setRemoving] = useState<ListedStaff | null>(null)
  return (
    <>
      <Group justify="space-between">
        <Text c="dimmed">{shop.name}</Text>
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setInviting(true)}>
          {said.invite}
        </Button>
      </Group>
      {trouble && !isInviting && <p role="alert">{trouble}</p>}
      {!list && !trouble && <RowSkeletons count={3} />}
      <RowList>
        {list?.staff.map((person) => (
          <Person key={person.id} person={person} change={change} onRemove={() => setRemoving(person)} />
        ))}
      </RowList>
      {list?.staff.length === 0 && <Text c="dimmed">{said.nobody}</Text>}
      {list && list.invites.length > 0 && (
        <Stack component="section" gap="xs" aria-labelledby="invitations">
          <h2 id="invitations">{said.links}</h2>
          <RowList>
            {list.invites.map((invite) => (
              <Invitation key={invite.id} invite={invite} shop={shop} change={change} />
            ))}
          </RowList>
        </Stack>
      )}
      <InviteSheet opened={isInviting} change={change} trouble={trouble} onClose={() => setInviting(false)} />
      <RemoveSheet shop={shop} person={removing} change={change} onClose={() => setRemoving(null)} />
    </>
  )
}

interface PersonProps {
  person: ListedStaff
  change: Change
  onRemove: () => void
}

function Person({ person, change, onRemove }: PersonProps) {
  const who = nameOf(person)
  const turn = async (role: StaffRole) => {
    if (await change('POST', `/${person.id}`, { role })) announce(said.changed(who, said.roles[role]))
  }
  return (
    <li>
      <Stack gap={0} flex="1 1 9rem" miw={0}>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {who}
          {person.current && ` (${said.you})`}
        </Text>
        <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {person.name === null ? said.rolesHelp[person.role] : person.email}
        </Text>
      </Stack>
      <NativeSelect
        aria-label={said.roleOf(who)}
        value={person.role}
        onChange={(event) => void turn(event.currentTarget.value as StaffRole)}
        data={staffRoles.map((role) => ({ value: role, label: said.roles[role] }))}
      />
      <Button
        size="sm"
        variant="subtle"
        color="ink"
        aria-label={person.current ? undefined : said.removeNamed(who)}
        onClick={onRemove}
      >
        {person.current ? said.leave : said.remove}
      </Button>
    </li>
  )
}

interface InvitationProps {
  invite: ListedStaffInvite
  shop: Shop
  change: Change
}

function Invitation({ invite, shop, change }: InvitationProps) {
  const { short } = useDateTime(shop.id)
  const who = invite.email ?? said.anyone
  const withdraw = async () => {
    if (await change('DELETE', `/invites/${invite.id}`)) announce(said.withdrawn)
  }
  return (
    <li>
      <Stack gap={0} flex="1 1 9rem" miw={0}>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {who}
        </Text>
        <Text c="dimmed">
          {said.roles[invite.role]} · {said.expires(short(invite.expiresAt))}
        </Text>
      </Stack>
      <Button
        size="sm"
        variant="subtle"
        color="ink"
        aria-label={said.withdrawNamed(who)}
        onClick={() => void withdraw()}
      >
        {said.withdraw}
      </Button>
    </li>
  )
}
