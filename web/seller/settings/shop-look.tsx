import { Button, Group, TextInput } from '@mantine/core'
import type { ShopFields } from '../../../shared/catalog/shop.ts'
import { sellerTexts } from '../../ui/seller-texts.ts'
import { PictureField } from '../products/pictures/picture-field.tsx'

const said = sellerTexts.settingsPage
/** What a browser's colour field shows while none is set. */
const noColor = '#a93f12'

export interface ShopLookProps {
  shopId: number
  look: Pick<ShopFields, 'avatar' | 'banner' | 'color'>
  onChange: (changes: Partial<ShopLookProps['look']>) => void
}

/** A shop's pictures and its colour, all of them optional. */
export const ShopLook = ({ shopId, look: { avatar, banner, color }, onChange }: ShopLookProps) => (
  <>
    <PictureField
      label={said.avatar}
      shopId={shopId}
      category={null}
      image={avatar}
      onChange={(image) => onChange({ avatar: image })}
    />
    <PictureField
      label={said.banner}
      shopId={shopId}
      category={null}
      image={banner}
      onChange={(image) => onChange({ banner: image })}
    />
    <Group align="flex-end" gap="sm">
      <TextInput
        type="color"
        label={said.color}
        description={said.colorHelp}
        w="16rem"
        value={color ?? noColor}
        onChange={({ currentTarget: { value } }) => onChange({ color: value })}
      />
      {color !== null && (
        <Button variant="subtle" onClick={() => onChange({ color: null })}>
          {said.colorNone}
        </Button>
      )}
    </Group>
  </>
)
