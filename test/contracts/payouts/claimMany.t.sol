// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {HostileToken} from "../support/Tokens.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm} from "../support/Vm.sol";
import {PayoutTest} from "./PayoutTest.sol";

contract PayoutVaultClaimManyTest is PayoutTest {
    HostileToken private hostile;

    /// @dev The play money is replaced by a token that can refuse people; it keeps its address.
    function setUp() public override {
        super.setUp();
        hostile = new HostileToken();
        vm.etch(address(token), address(hostile).code);
        hostile = HostileToken(address(token));
        pay(1, treeOf(three(100, 200, 300)));
    }

    function _all() private view returns (IPayoutVault.Claim[] memory claims) {
        claims = new IPayoutVault.Claim[](3);
        for (uint32 i = 0; i < 3; i++) {
            claims[i] = IPayoutVault.Claim({
                memberId: i + 2,
                index: i,
                cumulative: (uint64(i) + 1) * 100,
                proof: TreeBuilder.proof(leaves, i)
            });
        }
    }

    function _expectSkip(uint64 seq, uint32 memberId, bytes4 reason) private {
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.ClaimSkipped(seq, memberId, reason);
    }

    function test_PaysEachOnce() public {
        IPayoutVault.Claim[] memory claims = new IPayoutVault.Claim[](4);
        (claims[0], claims[1], claims[2], claims[3]) = (_all()[0], _all()[1], _all()[2], _all()[1]);
        _expectSkip(7, 3, IPayoutVault.PayoutVaultNothingToClaim.selector);
        equal(vault.claimMany(root, claims), 600, "amount");
        isTrue(token.balanceOf(walletOf(2)) == 100 && token.balanceOf(walletOf(4)) == 300, "balances");
        isTrue(vault.totalSettled() == 600 && vault.lastSeq() == 7, "noted");
    }

    function test_C25_OneRefusedRecipientBlocksNobody() public {
        HostileToken.Manner[2] memory manners = [HostileToken.Manner.Revert, HostileToken.Manner.ReturnFalse];
        for (uint256 i = 0; i < 2; i++) {
            hostile.refuse(walletOf(3), manners[i]);
            if (i == 0) _expectSkip(5, 3, IPayoutVault.PayoutVaultTransferFailed.selector);
            equal(vault.claimMany(root, _all()), i == 0 ? 400 : 0, "amount");
            isTrue(genealogy.settledOf(3) == 0 && vault.totalSettled() == 400, "the refused is not noted as paid");
        }
        bytes32[] memory proof = TreeBuilder.proof(leaves, 1);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultTransferFailed.selector, uint32(3)));
        vault.claim(root, 3, 1, 200, proof);
    }

    function test_AWrongProofIsSkipped() public {
        IPayoutVault.Claim[] memory claims = _all();
        claims[0].cumulative = 101;
        _expectSkip(4, 2, IPayoutVault.PayoutVaultBadProof.selector);
        equal(vault.claimMany(root, claims), 500, "amount");
    }

    function test_AStaleRootSkipsAll() public {
        for (uint32 i = 0; i < 3; i++) _expectSkip(4 + i, 2 + i, IPayoutVault.PayoutVaultStaleRoot.selector);
        equal(vault.claimMany("stale", _all()), 0, "amount");
    }

    function test_RevertWhen_FundingKeepsAFee() public {
        hostile.mint(address(this), 10);
        token.approve(address(vault), 10);
        hostile.refuse(address(vault), HostileToken.Manner.KeepFee);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultTransferFailed.selector, uint32(0)));
        vault.fund(10);
    }
}
