// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IEnrollment} from "../../../contracts/interfaces/IEnrollment.sol";
import {vm} from "../support/Vm.sol";
import {EnrollmentTest} from "./EnrollmentTest.sol";

contract EnrollmentRevokeInvitationTest is EnrollmentTest {
    function test_RevertWhen_CallerMayNot() public {
        vm.prank(walletOf(OTHER));
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentNotInviter.selector, walletOf(OTHER)));
        enrollment.revokeInvitation(openInvitation());
    }

    function test_RevertGiven_ItWasRevoked() public {
        bytes32 digest = invitationDigest(openInvitation());
        vm.prank(walletOf(SPONSOR));
        enrollment.revokeInvitation(openInvitation());
        vm.prank(walletOf(INVITER));
        vm.expectRevert(abi.encodeWithSelector(IEnrollment.EnrollmentInvitationRevoked.selector, digest));
        enrollment.revokeInvitation(openInvitation());
    }

    function test_RevokesAndTells() public {
        bytes32 digest = invitationDigest(openInvitation());
        vm.prank(walletOf(INVITER));
        vm.expectEmit(true, true, true, true, address(enrollment));
        emit IEnrollment.InvitationRevoked(2, digest, 2);
        enrollment.revokeInvitation(openInvitation());
        (uint32 used, bool revoked) = enrollment.invitationState(digest);
        isTrue(used == 0 && revoked, "state");
        equal(enrollment.lastSeq(), 2, "seq");
    }
}
