/** What people do with tracks and lists, as elements of the pages: like, vote, follow, add, order, report, blend; and what curators do. */

import { AddButton } from "./add";
import { BlendButton } from "./blend";
import { CreateForm } from "./create";
import { EditorButton, InviteButton } from "./editors";
import { FeatureActs, FeatureButton, FeatureOrder } from "./feature";
import { FollowButton } from "./follow";
import { ForkButton } from "./fork";
import { LikeButton } from "./like";
import { DeleteButton, EditButton, VisibilitySelect } from "./manage";
import { OfficialButton } from "./official";
import { OrderedList } from "./order";
import { ReplayButton } from "./replay";
import { ReportButton } from "./report";
import { ShareButton } from "./share";
import { VaryButton } from "./vary";
import { VoteButtons } from "./vote";

export const SOCIAL_ELEMENTS: Record<string, CustomElementConstructor> = {
  "lofi-add": AddButton,
  "lofi-blend": BlendButton,
  "lofi-create": CreateForm,
  "lofi-delete": DeleteButton,
  "lofi-edit": EditButton,
  "lofi-editor": EditorButton,
  "lofi-feature": FeatureButton,
  "lofi-feature-acts": FeatureActs,
  "lofi-feature-order": FeatureOrder,
  "lofi-follow": FollowButton,
  "lofi-fork": ForkButton,
  "lofi-invite": InviteButton,
  "lofi-like": LikeButton,
  "lofi-official": OfficialButton,
  "lofi-order": OrderedList,
  "lofi-replay": ReplayButton,
  "lofi-report": ReportButton,
  "lofi-share": ShareButton,
  "lofi-vary": VaryButton,
  "lofi-visibility": VisibilitySelect,
  "lofi-vote": VoteButtons,
};
