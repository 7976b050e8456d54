import { Text } from '@mantine/core'
import { orderTexts } from '../../ui/order-texts.ts'

/** An order's pickup code beside other facts. */
export const PickupCode = ({ code, size }: { code: string; size: 'lg' | 'xl' }) => (
  <Text span ta="end" style={{ flex: 'none' }}>
    <Text span display="block" size="xs" c="dimmed">
      {orderTexts.order.code}
    </Text>
    <Text span size={size} ff="heading" fw={750} lts="0.05em" style={{ userSelect: 'all' }}>
      {code}
    </Text>
  </Text>
)
