// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IGenealogy} from "../../../contracts/interfaces/IGenealogy.sol";
import {IPayoutVault} from "../../../contracts/interfaces/IPayoutVault.sol";
import {TreeBuilder} from "../support/TreeBuilder.sol";
import {vm} from "../support/Vm.sol";
import {PayoutTest} from "./PayoutTest.sol";

contract PayoutVaultClaimTest is PayoutTest {
    function setUp() public override {
        super.setUp();
        pay(1, treeOf(three(100, 200, 300)));
    }

    function _expectBadProof(uint32 memberId, uint32 index, uint64 cumulative, bytes32[] memory proof) private {
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadProof.selector, memberId));
        vault.claim(key, memberId, index, cumulative, walletOf(memberId), proof);
    }

    function test_C15_PaysTheCurrentWalletAndTells() public {
        vm.expectEmit(true, true, true, true, address(vault));
        emit IPayoutVault.Claimed(4, 3, walletOf(3), 200, 200);
        vm.prank(STRANGER);
        uint64 amount = vault.claim(key, 3, 1, 200, walletOf(3), TreeBuilder.proof(leaves, 1));
        equal(amount, 200, "amount");
        equal(token.balanceOf(walletOf(3)), 200, "balance");
        isTrue(settledOf(3) == 200 && vault.totalSettled() == 200, "noted");
        isTrue(vault.liabilities() == 400 && token.balanceOf(address(vault)) == 400, "what is left");
    }

    function test_PaysTheNewWalletAfterAChange() public {
        bytes memory signature = signBy(9, bindDigest(3, walletOf(9), block.timestamp));
        vm.prank(walletOf(3));
        genealogy.changeWallet(walletOf(9), block.timestamp, signature);
        bytes32[] memory proof = TreeBuilder.proof(leaves, 1);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotTheWallet.selector, uint32(3), walletOf(3)));
        vault.claim(key, 3, 1, 200, walletOf(3), proof);
        vault.claim(key, 3, 1, 200, walletOf(9), proof);
        isTrue(token.balanceOf(walletOf(9)) == 200 && token.balanceOf(walletOf(3)) == 0, "balances");
    }

    function test_C22_RevertWhen_RootIsNotInForce() public {
        bytes32[] memory oldLeaves = leaves;
        bytes12 oldKey = key;
        sellAndClose(1_000_000);
        pay(2, treeOf(three(150, 200, 300)));
        bytes32[] memory proof = TreeBuilder.proof(oldLeaves, 0);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultStaleRoot.selector, oldKey, key));
        vault.claim(oldKey, 2, 0, 100, walletOf(2), proof);
        equal(vault.totalSettled(), 0, "nothing moved");
    }

    function test_ClaimsGoOnWhileAnotherRootIsInReview() public {
        sellAndClose(1_000_000);
        fund(50);
        propose(2, TreeBuilder.root(treeOf(three(150, 200, 300))), 3);
        equal(claim(2, 100), 100, "under the accepted root");
    }

    function test_C11_RevertWhen_AnInnerNodeIsOffered() public {
        // The left inner node of three leaves, offered as if it were the first of two leaves.
        bytes32 inner = TreeBuilder.join(leaves[0], leaves[1]);
        bytes32[] memory proof = new bytes32[](1);
        proof[0] = leaves[2];
        equal(TreeBuilder.join(inner, leaves[2]), root, "with the inner node it would fit");
        _expectBadProof(2, 0, uint64(uint256(inner)), proof);
        _expectBadProof(2, 0, 100, proof);
    }

    function test_C11_RevertWhen_TheRootIsOfferedAsALeaf() public {
        _expectBadProof(2, 0, 600, new bytes32[](0));
    }

    function test_C13_RevertWhen_ProofIsShorterOrLonger() public {
        bytes32[] memory proof = TreeBuilder.proof(leaves, 0);
        bytes32[] memory shorter = new bytes32[](1);
        shorter[0] = proof[0];
        bytes32[] memory longer = new bytes32[](3);
        (longer[0], longer[1]) = (proof[0], proof[1]);
        _expectBadProof(2, 0, 100, shorter);
        _expectBadProof(2, 0, 100, longer);
        _expectBadProof(2, 0, 100, new bytes32[](64));
    }

    function test_C13_RevertWhen_PositionIsAnother() public {
        _expectBadProof(2, 1, 100, TreeBuilder.proof(leaves, 0));
        _expectBadProof(2, 2, 100, TreeBuilder.proof(leaves, 0));
        _expectBadProof(2, 3, 100, TreeBuilder.proof(leaves, 0));
        _expectBadProof(2, type(uint32).max, 100, TreeBuilder.proof(leaves, 0));
    }

    function testFuzz_C13_RevertWhen_ProofIsMutated(uint8 position, uint8 bit) public {
        bytes32[] memory proof = TreeBuilder.proof(leaves, 0);
        uint256 node = between(position, 0, 1);
        proof[node] = bytes32(uint256(proof[node]) ^ (1 << bit));
        try vault.claim(key, 2, 0, 100, walletOf(2), proof) returns (uint64) {
            isTrue(false, "a mutated proof was taken");
        } catch (bytes memory fault) {
            isTrue(bytes4(fault) == IPayoutVault.PayoutVaultBadProof.selector, "a named error");
        }
    }

    function test_C13_RevertWhen_SiblingsAreSwapped() public {
        bytes32[] memory proof = TreeBuilder.proof(leaves, 0);
        (proof[0], proof[1]) = (proof[1], proof[0]);
        _expectBadProof(2, 0, 100, proof);
    }

    function test_RevertWhen_SumsOverflow() public {
        bytes32[] memory proof = TreeBuilder.proof(leaves, 0);
        proof[0] |= bytes32(uint256(type(uint64).max));
        _expectBadProof(2, 0, 100, proof);
    }

    function testFuzz_C13_RevertWhen_MemberOrAmountDiffer(uint32 memberId, uint64 cumulative) public {
        vm.assume(memberId != 2 || cumulative != 100);
        _expectBadProof(memberId, 0, cumulative, TreeBuilder.proof(leaves, 0));
    }

    function test_C12_RevertWhen_LeafIsOfAnotherVaultTokenOrChain() public {
        bytes32[3] memory foreign = [
            TreeBuilder.leaf(STRANGER, address(token), 2, 100),
            TreeBuilder.leaf(address(vault), STRANGER, 2, 100),
            TreeBuilder.leafOn(block.chainid + 1, address(vault), address(token), 2, 100)
        ];
        for (uint32 i = 0; i < 3; i++) {
            sellAndClose(1_000_000);
            bytes32[] memory newLeaves = treeOf(three(100, 200, 300));
            newLeaves[0] = foreign[i];
            pay(2 + i, newLeaves);
            _expectBadProof(2, 0, 100, TreeBuilder.proof(leaves, 0));
        }
    }

    function test_C12_RevertWhen_TheChainSplits() public {
        vm.chainId(block.chainid + 1);
        _expectBadProof(2, 0, 100, TreeBuilder.proof(leaves, 0));
    }

    function test_C22_RevertWhen_TheKeyIsMadeUp() public {
        bytes32[] memory proof = TreeBuilder.proof(leaves, 0);
        for (uint256 bit = 0; bit < 96; bit++) {
            bytes12 other = bytes12(uint96(key) ^ uint96(1 << bit));
            vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultStaleRoot.selector, other, key));
            vault.claim(other, 2, 0, 100, walletOf(2), proof);
        }
    }

    function test_RevertGiven_NoRootWasAccepted() public {
        deploy(0);
        bytes32[] memory none = new bytes32[](0);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultBadProof.selector, uint32(2)));
        vault.claim(0, 2, 0, 100, walletOf(2), none);
        bytes12 one = bytes12(uint96(1) << 64);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultStaleRoot.selector, one, bytes12(0)));
        vault.claim(one, 2, 0, 100, walletOf(2), none);
        isTrue(vault.accepted().root == 0 && vault.acceptedTotal() == 0, "nothing");
    }

    function test_PaysOnceTheMemberHasAWallet() public {
        uint32 memberId = genealogy.register(1, 0, 0, address(0), 0);
        sellAndClose(1_000_000);
        uint64[] memory sums = new uint64[](6);
        (sums[0], sums[5]) = (600, 50);
        pay(2, treeOf(sums));
        equal(memberId, 7, "the sixth leaf");
        bytes32[] memory proof = TreeBuilder.proof(leaves, 5);
        address[3] memory wrong = [walletOf(7), address(7), address(0)];
        for (uint256 i = 0; i < 3; i++) {
            vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotTheWallet.selector, uint32(7), wrong[i]));
            vault.claim(key, 7, 5, 50, wrong[i], proof);
        }

        bytes memory signature = signBy(7, bindDigest(7, walletOf(7), block.timestamp));
        vm.prank(REGISTRAR_ADMIN);
        genealogy.bindWallet(7, walletOf(7), block.timestamp, signature);
        equal(claim(7, 50), 50, "paid");
    }

    function test_RevertWhen_TheMemberIsPaidByBank() public {
        chooseBank(3);
        bytes32[] memory proof = TreeBuilder.proof(leaves, 1);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyBankRoute.selector, uint32(3)));
        vault.claim(key, 3, 1, 200, walletOf(3), proof);
    }

    function test_RevertWhen_TheWalletIsSomebodyElses() public {
        bytes32[] memory proof = TreeBuilder.proof(leaves, 1);
        vm.expectRevert(abi.encodeWithSelector(IGenealogy.GenealogyNotTheWallet.selector, uint32(3), walletOf(2)));
        vault.claim(key, 3, 1, 200, walletOf(2), proof);
    }

    function test_C14_ClaimingTwicePaysOnce() public {
        claim(3, 200);
        uint64 seq = vault.lastSeq();
        bytes32[] memory proof = TreeBuilder.proof(leaves, 1);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultNothingToClaim.selector, uint32(3), uint64(200)));
        vault.claim(key, 3, 1, 200, walletOf(3), proof);
        isTrue(token.balanceOf(walletOf(3)) == 200 && vault.totalSettled() == 200 && vault.lastSeq() == seq, "as before");
    }

    function testFuzz_C14_OldThenNewIsNewOnly(uint16 first, uint16 growth, bool claimsBoth) public {
        sellAndClose(1_000_000);
        pay(2, treeOf(three(100 + uint64(first), 200, 300)));
        if (claimsBoth) claim(2, 100 + uint64(first));
        sellAndClose(1_000_000);
        uint64 last = 100 + uint64(first) + growth;
        pay(3, treeOf(three(last, 200, 300)));
        if (!claimsBoth || growth > 0) claim(2, last);
        isTrue(token.balanceOf(walletOf(2)) == last && settledOf(2) == last, "all of it, once");
        equal(vault.totalSettled(), last, "in all");
    }

    function test_C21_ALowerFigurePaysNothingAndStopsNobody() public {
        claim(2, 100);
        sellAndClose(1_000_000);
        pay(2, treeOf(three(90, 250, 300)));
        bytes32[] memory proof = TreeBuilder.proof(leaves, 0);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultNothingToClaim.selector, uint32(2), uint64(100)));
        vault.claim(key, 2, 0, 90, walletOf(2), proof);
        equal(claim(3, 250), 250, "somebody else");
        sellAndClose(1_000_000);
        pay(3, treeOf(three(130, 250, 300)));
        equal(claim(2, 130), 30, "later growth");
    }

    function test_C16_TheSameMemberTwiceGetsTheLargerFigure() public {
        sellAndClose(1_000_000);
        uint32[] memory members = new uint32[](3);
        (members[0], members[1], members[2]) = (2, 2, 3);
        pay(2, leavesOf(members, three(400, 300, 200)));
        vault.claim(key, 2, 1, 300, walletOf(2), TreeBuilder.proof(leaves, 1));
        vault.claim(key, 2, 0, 400, walletOf(2), TreeBuilder.proof(leaves, 0));
        vault.claim(key, 3, 2, 200, walletOf(3), TreeBuilder.proof(leaves, 2));
        equal(token.balanceOf(walletOf(2)), 400, "the larger");
        isTrue(vault.totalSettled() == 600 && vault.acceptedTotal() == 900, "never more than the root says");
    }

    function test_C17_RevertWhen_LeavesAddUpToMoreThanTheRoot() public {
        sellAndClose(1_000_000);
        leaves = treeOf(three(1_000, 2_000, 3_000));
        // The root claims less than its leaves: same hash, smaller sum.
        bytes32 honest = TreeBuilder.root(leaves);
        root = bytes32((uint256(honest) & ~uint256(type(uint64).max)) | 600);
        settle(2, root, 3);
        _expectBadProof(2, 0, 1_000, TreeBuilder.proof(leaves, 0));
    }

    function test_C17_RevertWhen_PayingWouldExceedTheTotal() public {
        claim(2, 100);
        sellAndClose(1_000_000);
        // Member 2 falls to zero on paper, and the others get what 2 has already taken.
        pay(2, treeOf(three(0, 300, 300)));
        claim(3, 300);
        bytes32[] memory proof = TreeBuilder.proof(leaves, 2);
        vm.expectRevert(abi.encodeWithSelector(IPayoutVault.PayoutVaultOverTotal.selector, uint256(700), uint64(600)));
        vault.claim(key, 4, 2, 300, walletOf(4), proof);
    }
}
